-- title: 待遇发放及时率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间应发放的某类待遇或补助中按期足额发放的比例（按笔数）
-- formula: 按期足额发放的笔数 ÷ 应发放的笔数 × 100%
-- parameter: 种类 text(subsidies.scheme) 待遇或补助种类
-- needs: subsidies
-- source: 待遇政策文件
-- answers: 待遇发放及时率
--
select count(*) filter (paid_on <= due_on and paid >= due) as numerator, count(*) as denominator
from subsidies where scheme = $种类 and due_on between $start and $end
