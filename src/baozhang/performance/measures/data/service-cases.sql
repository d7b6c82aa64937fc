-- title: 服务办理量
-- kind: count
-- unit: 人次
-- direction: none
-- timing: flow
-- meaning: 期间办结的服务事项件数
-- formula: 件数
-- parameter: 事项 text(services.item)=全部 事项名称，全部＝所有事项
-- needs: services
-- source: 医疗保障经办政务服务事项清单
-- answers: 服务办理量
--
select count(*) as value, count(distinct person) as "人数"
from services where ($事项 = '全部' or item = $事项) and finished_on between $start and $end
