-- title: 诉求办理满意率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- interval: wilson
-- meaning: 期间办结并有回访的诉求中满意的比例；没有回访的不算
-- formula: 满意件数 ÷ 有回访的办结件数 × 100%
-- parameter: 渠道 choice(全部|12345|信访|举报) 渠道
-- parameter: 置信度 choice(90|95|99)=95 置信度（%）
-- needs: complaints
-- source: 政务服务便民热线考核口径
-- answers: 诉求办理满意率
--
select count(*) filter (satisfied) as numerator, count(satisfied) as denominator
from complaints where ($渠道 = '全部' or channel = $渠道) and closed_on between $start and $end
