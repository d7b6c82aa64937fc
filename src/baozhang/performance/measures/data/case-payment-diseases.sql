-- title: 按病组、病种付费的病种覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期间住院结算涉及的病组（病种）中有按所选方式付费的，或住院病例中按所选方式付费的
-- formula: 按所选方式付费的病种（病例）÷ 全部病种（病例）× 100%
-- parameter: 付费方式 choice(DRG|DIP|DRG或DIP) 付费方式
-- parameter: 计算口径 choice(病种|病例) 按病种还是按病例计
-- needs: settlements
-- source: DRG/DIP 支付方式改革三年行动计划（医保发〔2021〕48号）
-- answers: 按病组、病种付费的病种覆盖率
--
select
  case when $计算口径 = '病种' then count(distinct disease) filter (chosen) else count(*) filter (chosen) end as numerator,
  case when $计算口径 = '病种' then count(distinct disease) else count(*) end as denominator
from (
  select disease, coalesce(method = $付费方式 or ($付费方式 = 'DRG或DIP' and method in ('DRG', 'DIP')), false) as chosen
  from settlements where care = '住院' and not reversed and day between $start and $end
)
