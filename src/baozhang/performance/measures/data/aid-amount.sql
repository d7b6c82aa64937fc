-- title: 医疗救助金额
-- kind: count
-- unit: 万元
-- divide: 1000000
-- decimals: 2
-- direction: none
-- timing: flow
-- meaning: 期间医疗救助支付的金额，冲销的不算
-- formula: Σ 医疗救助支付
-- needs: settlements
-- source: 医疗救助统计口径
-- answers: 医疗救助金额
--
select coalesce(sum(aid), 0) as value, count(*) filter (aid > 0) as "人次"
from settlements where not reversed and day between $start and $end
