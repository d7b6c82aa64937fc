-- title: 医共体包干结余率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: none
-- timing: stock
-- meaning: 年度内各紧密型县域医共体包干结余占包干额的比例，负数为超支
-- formula: Σ（包干额 − 支出）÷ Σ 包干额 × 100%
-- needs: packages
-- source: 紧密型县域医共体医保总额包干办法（总额预算、结余留用、合理超支分担）
-- answers: 医共体包干结余率
--
select
  coalesce(sum(balance), 0) as numerator,
  coalesce(sum(budget), 0) as denominator
from packages where year = year($end)
