-- title: 按病组、病种付费的医疗机构覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末有住院服务的定点医疗机构中已实际按所选方式付费的比例
-- formula: 已实际付费的机构 ÷ 有住院服务的定点机构 × 100%
-- parameter: 付费方式 choice(DRG|DIP|DRG或DIP) 付费方式
-- needs: institutions
-- source: DRG/DIP 支付方式改革三年行动计划（医保发〔2021〕48号）
-- answers: 按病组、病种付费的医疗机构覆盖率
--
select
  count(*) filter (method_on <= $end and (method = $付费方式 or $付费方式 = 'DRG或DIP')) as numerator,
  count(*) as denominator
from institutions where inpatient and starts <= $end and coalesce(ends, $end) >= $end
