-- title: 违规医保基金追缴率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: span
-- meaning: 期间到期应追回的基金中，期末以前已经追回的比例；多收的部分不抵其他案件
-- formula: Σ 已追回 ÷ Σ 应追回 × 100%
-- needs: violations
-- source: 医疗保障基金使用监督管理条例
-- answers: 违规医保基金追缴率
--
select
  coalesce(sum(least(due, case when collected_on <= $end then collected else 0 end)), 0) as numerator,
  coalesce(sum(due), 0) as denominator,
  count(*) as "案件"
from violations where confirmed and due_on between $start and $end
