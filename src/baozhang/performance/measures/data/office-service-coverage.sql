-- title: 经办网点某项服务覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末在用的经办网点中已开展所选服务的比例
-- formula: 已开展的网点 ÷ 在用网点 × 100%
-- parameter: 服务 choice(全城通办|标准化改造|帮办代办) 服务
-- parameter: 层级 choice(全部|市级|县级|乡镇|村社区) 层级
-- needs: offices
-- source: 当地经办政务服务规范
-- answers: 经办网点某项服务覆盖率
--
select
  count(*) filter (case $服务 when '全城通办' then citywide_on when '标准化改造' then standard_on else agent_on end <= $end) as numerator,
  count(*) as denominator
from offices where starts <= $end and coalesce(ends, $end) >= $end and ($层级 = '全部' or level = $层级)
