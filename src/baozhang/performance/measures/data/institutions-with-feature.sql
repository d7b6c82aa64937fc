-- title: 已开通某项服务的定点医药机构数
-- kind: count
-- unit: 家
-- direction: up
-- timing: stock
-- meaning: 期末在网的定点医药机构中已开通所选服务的家数
-- formula: 家数
-- parameter: 服务 choice(联网结算|跨省联网|电子凭证全流程|移动支付|医保服务站|一站式结算) 服务
-- needs: institutions
-- source: 医保信息化统计口径
-- answers: 已开通某项服务的定点医药机构数
--
select
  count(*) filter (case $服务 when '跨省联网' then crossregion_on when '电子凭证全流程' then voucher_on when '移动支付' then mobile_on
    when '医保服务站' then station_on when '一站式结算' then one_stop_on else starts end <= $end) as value,
  count(*) as "在网机构"
from institutions where starts <= $end and coalesce(ends, $end) >= $end
