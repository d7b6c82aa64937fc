-- title: 居民“两病”门诊用药报销比例
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: flow
-- meaning: 期间高血压、糖尿病门诊用药的政策范围内费用中由统筹基金支付的比例
-- formula: Σ 统筹基金支付 ÷ Σ 政策范围内费用 × 100%
-- needs: settlements
-- source: 国家医疗保障局等关于完善城乡居民高血压糖尿病门诊用药保障机制的指导意见（医保发〔2019〕54号）
-- answers: 居民“两病”门诊用药报销比例
--
select coalesce(sum(fund), 0) as numerator, coalesce(sum(in_scope), 0) as denominator
from settlements where care = '两病门诊' and not reversed and day between $start and $end
