-- title: 补助比例
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: flow
-- meaning: 期间某类对象的医疗费用中由补助支付的比例
-- formula: Σ 补助 ÷ Σ 医疗费用 × 100%
-- parameter: 种类 text(subsidies.scheme) 待遇或补助种类
-- needs: subsidies
-- source: 待遇政策文件
-- answers: 医疗费补助比例
--
select coalesce(sum(paid), 0) as numerator, coalesce(sum(cost), 0) as denominator
from subsidies where scheme = $种类 and cost is not null and paid_on between $start and $end
