-- title: 就诊人次
-- kind: count
-- unit: 人次
-- direction: none
-- timing: flow
-- meaning: 期间某类就诊的结算笔数，冲销的不算
-- formula: 结算笔数
-- parameter: 就诊类别 choice(全部|住院|门诊|门诊慢特病|两病门诊) 就诊类别
-- needs: settlements
-- source: 医疗保障统计调查制度
-- answers: 就诊人次
--
select count(*) as value, count(distinct person) as "人数"
from settlements where not reversed and ($就诊类别 = '全部' or care = $就诊类别) and day between $start and $end
