-- title: 违规行为查处率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期间查实的违规案件中，期间已经作出处理决定的比例
-- formula: 已作决定的案件 ÷ 查实的案件 × 100%
-- needs: violations
-- source: 医疗保障基金使用监督管理条例
-- answers: 违规行为查处率
--
select count(*) filter (decided_on between found_on and $end) as numerator, count(*) as denominator
from violations where confirmed and found_on between $start and $end
