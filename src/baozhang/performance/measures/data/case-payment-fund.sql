-- title: 按病组、病种付费的基金覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: flow
-- meaning: 期间住院统筹基金支出中按所选方式付费的比例
-- formula: 按所选方式付费的统筹基金支出 ÷ 住院统筹基金支出 × 100%
-- parameter: 付费方式 choice(DRG|DIP|DRG或DIP) 付费方式
-- needs: settlements
-- source: DRG/DIP 支付方式改革三年行动计划（医保发〔2021〕48号）
-- answers: 按病组、病种付费的基金覆盖率
--
select
  coalesce(sum(fund) filter (method = $付费方式 or ($付费方式 = 'DRG或DIP' and method in ('DRG', 'DIP'))), 0) as numerator,
  coalesce(sum(fund), 0) as denominator
from settlements where care = '住院' and not reversed and day between $start and $end
