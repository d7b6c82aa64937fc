-- title: 医疗费用即时结算率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间在医药机构直接结算的笔数占全部结算的比例，冲销的不算
-- formula: 即时结算笔数 ÷ 全部结算笔数 × 100%
-- needs: settlements
-- source: 医疗保障经办统计口径
-- answers: 医疗费用即时结算率
--
select count(*) filter (settled = '即时') as numerator, count(*) as denominator
from settlements where not reversed and day between $start and $end
