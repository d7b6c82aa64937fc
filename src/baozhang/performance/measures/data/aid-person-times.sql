-- title: 医疗救助人次
-- kind: count
-- unit: 人次
-- direction: up
-- timing: flow
-- meaning: 期间有医疗救助支付的结算笔数，冲销的不算；一人可有多次
-- formula: 救助金额大于 0 的结算笔数
-- parameter: 就诊类别 choice(全部|住院|门诊|门诊慢特病|两病门诊)=全部 就诊类别
-- needs: settlements
-- source: 医疗救助统计口径：人次不同于人数
-- answers: 医疗救助人次
--
select count(*) as value, count(*) filter (care = '住院') as "住院", count(*) filter (care <> '住院') as "门诊"
from settlements where aid > 0 and not reversed and ($就诊类别 = '全部' or care = $就诊类别) and day between $start and $end
