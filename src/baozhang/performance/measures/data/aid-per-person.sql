-- title: 医疗救助人均支付
-- kind: ratio
-- unit: 元/人
-- decimals: 2
-- money: numerator
-- direction: none
-- timing: span
-- meaning: 期间医疗救助支付除以得到待遇救助的人数；是实际的平均数，不是补助标准
-- formula: Σ 医疗救助支付 ÷ 救助人数
-- needs: settlements
-- source: 医疗救助统计口径
-- answers: 医疗救助人均支付
--
select coalesce(sum(aid), 0) as numerator, count(distinct person) as denominator
from settlements where aid > 0 and not reversed and day between $start and $end
