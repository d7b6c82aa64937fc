-- title: 某渠道办理的事项占比
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间办结的服务事项中由所选渠道办理的比例
-- formula: 该渠道件数 ÷ 办结件数 × 100%
-- parameter: 渠道 choice(掌上|网上|窗口|代办) 渠道
-- needs: services
-- source: 医疗保障经办政务服务事项清单
-- answers: 某渠道办理的事项占比
--
select count(*) filter (channel = $渠道) as numerator, count(*) as denominator
from services where finished_on between $start and $end
