-- title: 按病组、病种付费的医疗机构家数
-- kind: count
-- unit: 家
-- direction: up
-- timing: stock
-- meaning: 期末已实际按所选方式付费的定点医疗机构
-- formula: 家数
-- parameter: 付费方式 choice(DRG|DIP|DRG或DIP|床日|DPPM) 付费方式
-- needs: institutions
-- source: DRG/DIP 支付方式改革三年行动计划（医保发〔2021〕48号）
-- answers: 按病组、病种付费的医疗机构家数
--
select count(*) as value
from institutions
where starts <= $end and coalesce(ends, $end) >= $end and method_on <= $end
  and (method = $付费方式 or ($付费方式 = 'DRG或DIP' and method in ('DRG', 'DIP')))
