-- title: 办理过业务的人数
-- kind: count
-- unit: 人
-- direction: up
-- timing: span
-- meaning: 期间办结过至少一件事项的不同人员
-- formula: 人数
-- parameter: 渠道 choice(全部|掌上|网上|窗口|代办)=全部 渠道
-- needs: services
-- source: 业务系统
-- answers: 办理过业务的人数
--
select count(distinct person) as value
from services where ($渠道 = '全部' or channel = $渠道) and finished_on between $start and $end
