-- title: 补助县（市、区）数
-- kind: count
-- unit: 个
-- direction: up
-- timing: span
-- meaning: 期间得到过拨款的不同县（市、区）
-- formula: 县（市、区）数
-- parameter: 项目 text=全部 项目名称，全部＝所有项目
-- needs: transfers
-- source: 资金拨付台账
-- answers: 补助县(市)区数, 能力提升资金补助区县管理部的数量, 城乡居民医保覆盖城区, 居民市级工作经费覆盖城区
--
select count(distinct county) as value
from transfers where ($项目 = '全部' or project = $项目) and paid > 0 and paid_on between $start and $end
