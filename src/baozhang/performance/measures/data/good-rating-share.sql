-- title: 好评率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- interval: wilson
-- meaning: 期间办结并有评价的事项中“非常满意”“满意”的比例；没有评价的不算
-- formula: 好评件数 ÷ 有评价件数 × 100%
-- parameter: 置信度 choice(90|95|99)=95 置信度（%）
-- needs: services
-- source: 国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见（国办发〔2019〕51号）
-- answers: 好评率
--
select count(*) filter (rating in ('非常满意', '满意')) as numerator, count(rating) as denominator
from services where finished_on between $start and $end
