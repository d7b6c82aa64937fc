-- title: “一趟不用跑”事项占比
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间办结的服务事项中办事人没有到过现场的比例；到场次数不明的不算
-- formula: 到场 0 次的件数 ÷ 到场次数明确的件数 × 100%
-- needs: services
-- source: 医疗保障经办政务服务事项清单
-- answers: “一趟不用跑”事项占比
--
select count(*) filter (visits = 0) as numerator, count(visits) as denominator, count(*) as "办结件数"
from services where finished_on between $start and $end
