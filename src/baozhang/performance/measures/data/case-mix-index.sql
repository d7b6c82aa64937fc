-- title: 病例组合指数（CMI）
-- kind: ratio
-- unit: 权重
-- decimals: 2
-- direction: none
-- timing: span
-- meaning: 期间按病组付费、有权重的病例的平均权重
-- formula: Σ 权重 ÷ 有权重的病例数
-- needs: priced_cases
-- source: 公开的DRG付费办法（病例组合指数）
-- answers: 病例组合指数（CMI）
--
select
  coalesce(sum(weight), 0) as numerator,
  count(weight) as denominator
from priced_cases where cast(month || '-01' as date) between $start and $end
