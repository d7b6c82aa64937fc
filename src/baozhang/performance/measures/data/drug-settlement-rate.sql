-- title: 药品货款结算率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: span
-- meaning: 期间采购的药品货款中期末以前已结算的比例
-- formula: Σ 已结算金额 ÷ Σ 采购金额 × 100%
-- needs: orders
-- source: 药品货款统一结算办法
-- answers: 药品结算率
--
select coalesce(sum(amount) filter (settled_on <= $end), 0) as numerator, coalesce(sum(amount), 0) as denominator
from orders where kind = '药品' and day between $start and $end
