-- title: 住院费用报销比例
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: flow
-- meaning: 期间住院费用中由医保支付的比例，冲销的不算
-- formula: Σ 医保支付 ÷ Σ 费用 × 100%
-- parameter: 分母口径 choice(政策范围内|全部费用) 分母口径：政策范围内费用，或医疗总费用
-- parameter: 支付口径 choice(基本医保和大病|含医疗救助) 分子口径：是否含医疗救助
-- needs: settlements
-- source: 医疗保障统计调查制度
-- answers: 政策范围内住院费用报销比例
--
select
  coalesce(sum(fund + major + case when $支付口径 = '含医疗救助' then aid else 0 end), 0) as numerator,
  coalesce(sum(case when $分母口径 = '政策范围内' then in_scope else total end), 0) as denominator,
  count(*) as "住院结算"
from settlements where care = '住院' and not reversed and day between $start and $end
