-- title: 补助县（市、区）数
-- kind: count
-- unit: 个
-- direction: up
-- timing: span
-- meaning: 期间得到过拨款的不同县（市、区）
-- formula: 县（市、区）数
-- parameter: 项目 text(transfers.project)=全部 项目名称，全部＝所有项目
-- needs: transfers
-- source: 资金拨付台账
-- answers: 补助覆盖县区数
--
select count(distinct county) as value
from transfers where ($项目 = '全部' or project = $项目) and paid > 0 and paid_on between $start and $end
