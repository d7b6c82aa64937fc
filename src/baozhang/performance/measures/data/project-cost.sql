-- title: 项目支出（成本）
-- kind: count
-- unit: 万元
-- divide: 1000000
-- decimals: 2
-- direction: down
-- timing: flow
-- meaning: 期间项目或其中一类费用的支出
-- formula: Σ 支出
-- parameter: 项目 text(spending.project) 项目名称
-- parameter: 费用种类 text(spending.item)=全部 费用种类，全部＝整个项目
-- needs: spending
-- source: 会计账
-- answers: 项目支出（成本）
--
select coalesce(sum(amount), 0) as value, count(*) as "凭证分录"
from spending where project = $项目 and ($费用种类 = '全部' or item = $费用种类) and day between $start and $end
