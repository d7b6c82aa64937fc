-- title: 医共体包干结余
-- kind: count
-- unit: 万元
-- money: value
-- divide: 10000
-- decimals: 2
-- direction: none
-- timing: stock
-- meaning: 年度内各紧密型县域医共体包干额与支出之差，负数为超支
-- formula: Σ（包干额 − 支出）
-- needs: packages
-- source: 紧密型县域医共体医保总额包干办法（总额预算、结余留用、合理超支分担）
-- answers: 医共体包干结余
--
select
  coalesce(sum(balance), 0) as value,
  count(*) filter (balance >= 0) as 结余的医共体,
  count(*) filter (balance < 0) as 超支的医共体
from packages where year = year($end)
