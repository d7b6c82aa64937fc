-- title: 完成率应等于决算数除以预算数
-- severity: error
-- family: TXT
-- basis: 完成率＝决算数÷年初预算（或全年预算）
-- applies: final
-- needs: claims.completion
-- source: R-TX-007
-- message: “{subject}”决算{current:wan}万元、预算{budget:wan}万元，完成率应为{expected:pct}%，文字为{actual:pct}%
-- suggestion: 将“{actual:pct}%”改为“{expected:pct}%”
-- figures: pct
--
-- The budget is the one printed in the same breath, else the budget column of the 三公 table, else the account less what it is said to
-- exceed the budget by (决算数大于预算数55.93万元). Where the text gives no account, the cell of the table is it, if the subject can only be this one. An actual that differs from its cell
-- is the matter of TXT-001 when the cell makes the rate right.
with amounts as (
    select document_id, "group" as grp, statement, item, "column" as col, base, min(claim) as claim, min(value) as low, max(value) as high,
        max(half_unit) as half_unit
    from claims
    where kind = 'amount' and unit = '元'
    group by document_id, "group", statement, item, "column", base
),
budgets as (
    -- the budget of an item stands in its own column (预算数), so the column is not compared
    select document_id, "group" as grp, statement, item, base, min(claim) as claim, min(value) as low, max(value) as high,
        max(half_unit) as half_unit
    from claims
    where kind = 'amount' and unit = '元' and base <> ''
    group by document_id, "group", statement, item, base
),
printed as (
    select document_id, item, min(fact) as fact, min(value) as value, max(half_unit) as half_unit
    from facts
    where statement = 'three_public' and "column" = 'budget'
    group by document_id, item
    having min(value) = max(value)
),
differences as (
    select document_id, "group" as grp, statement, item, "column" as col, base, min(claim) as claim, min(value * direction) as low,
        max(value * direction) as high, max(half_unit) as half_unit
    from claims
    where kind = 'change' and unit = '元' and direction <> 0 and base in ('initial_budget', 'adjusted_budget', 'budget')
    group by document_id, "group", statement, item, "column", base
),
cases as (
    select c.document_id, c.claim, c.subject, c.value as pct, c.half_unit as pct_half,
        a.claim as amount_claim, case when a.claim is null then f.fact end as amount_fact, coalesce(a.low, f.low) as current,
        coalesce(a.high, f.low) as current_high, coalesce(a.half_unit, f.half_unit) as current_half,
        coalesce(b.claim, case when t.fact is null then d.claim end) as budget_claim,
        coalesce(b.low <> b.high, t.fact is null and d.low <> d.high) as unsure,
        case when b.claim is null then t.fact end as budget_fact,
        coalesce(b.low, t.value, coalesce(a.low, f.low) - d.low) as budget,
        coalesce(b.half_unit, t.half_unit, coalesce(a.half_unit, f.half_unit) + d.half_unit) as budget_half, f.low as cell
    from claims c
    left join amounts a
        on a.document_id = c.document_id and a.grp = c."group" and a.statement = c.statement and a.item = c.item and a.col = c."column"
        and a.base = ''
    left join budgets b
        on b.document_id = c.document_id and b.grp = c."group" and b.statement = c.statement and b.item = c.item and b.base = c.base
    left join printed t on t.document_id = c.document_id and t.item = c.item and c.statement = 'three_public'
    left join differences d
        on d.document_id = c.document_id and d.grp = c."group" and d.statement = c.statement and d.item = c.item and d.col = c."column"
        and d.base = c.base
    left join own_cells f on f.document_id = c.document_id and f.claim = c.claim and f.low = f.high
    where c.kind = 'completion'
        and (a.claim is not null or f.fact is not null and f.repaired = 0 and (c.statement in ('three_public', 'general', 'fund', 'capital')
            or c.statement = 'fiscal' and c.item in ('income.general_public', 'income.government_fund', 'income.state_capital')))
),
ratios as (
    select *,
        case when budget > budget_half then (current - current_half) * 1000000.0 / (budget + budget_half) end as low,
        case when budget > budget_half then (current + current_half) * 1000000.0 / (budget - budget_half) end as high,
        case when budget > 0 then current * 1000000.0 / budget end as middle
    from cases
)
select document_id,
    case
        when budget is null or current <> current_high or unsure then null
        when budget = 0 and current = 0 then true
        when budget <= budget_half then null
        when pct + pct_half >= low and pct - pct_half <= high then true
        when cell <> current and abs(cell * 1000000.0 / budget - pct) <= pct_half + 1 then null
        else false
    end as holds,
    case
        when budget is null then '没有写明预算数，无法计算'
        when budget <= budget_half then '预算数为零，完成率没有意义'
        when cell <> current then '决算数与表不一致，见另一规则'
        else '同一处的金额有两种说法'
    end as why,
    'C' || claim || case when amount_claim is not null then ',C' || amount_claim else ',F' || amount_fact end || case
        when budget_claim is not null then ',C' || budget_claim
        when budget_fact is not null then ',F' || budget_fact
        else ''
    end as refs,
    pct as actual,
    cast(round(middle / 100.0) * 100 as bigint) as expected,
    case when abs(pct - middle) <= 2 * pct_half + 1 then 'note' else 'error' end as severity,
    subject, current, budget
from ratios
