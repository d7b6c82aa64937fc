-- title: 公立医院某项服务覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末二级及以上公立医院中已开通所选服务的比例
-- formula: 已开通的家数 ÷ 二级及以上公立医院家数 × 100%
-- parameter: 服务 choice(医保服务站|一站式结算|电子凭证全流程|移动支付) 服务
-- needs: institutions
-- source: 医保服务站、“一站式”结算统计口径
-- answers: 医院某项服务覆盖率
--
select
  count(*) filter (case $服务 when '医保服务站' then station_on when '一站式结算' then one_stop_on when '电子凭证全流程' then voucher_on else mobile_on end
    <= $end) as numerator,
  count(*) as denominator
from institutions
where public and grade in ('三级', '二级') and starts <= $end and coalesce(ends, $end) >= $end
