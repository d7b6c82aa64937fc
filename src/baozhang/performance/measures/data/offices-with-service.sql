-- title: 开展某项服务的经办网点数
-- kind: count
-- unit: 个
-- direction: up
-- timing: stock
-- meaning: 期末已开展所选服务的经办机构、服务站点
-- formula: 网点数
-- parameter: 服务 choice(全城通办|标准化改造|帮办代办) 服务
-- parameter: 层级 choice(全部|市级|县级|乡镇|村社区)=全部 层级
-- needs: offices
-- source: 当地经办政务服务规范
-- answers: 开展某项服务的经办网点数
--
select count(*) as value
from offices
where starts <= $end and coalesce(ends, $end) >= $end and ($层级 = '全部' or level = $层级)
  and case $服务 when '全城通办' then citywide_on when '标准化改造' then standard_on else agent_on end <= $end
