-- title: 各科目年初预算之和应等于年初预算总数
-- severity: error
-- family: TXT
-- basis: 一般公共预算支出按项级科目说明，各项年初预算合计即年初预算总数
-- applies: final
-- needs: general, claims.amount
-- source: R-TX-006
-- message: “{subject}”年初预算{actual:wan}万元，文中{items:num}个科目的年初预算合计为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对各科目年初预算；安排了预算、没有支出的科目也应列出
-- figures: wan
--
-- Only examined when every detailed row of the table with an amount has its initial budget in the text.
with leaves as (
    select document_id, item, max(value) as value
    from facts
    where statement = 'general' and "column" = 'total' and level = 3
    group by document_id, item
),
budgets as (
    select document_id, item, min(claim) as claim, min(value) as low, max(value) as high, max(case when value = 0 then 0 else half_unit end) as half_unit,
        max(subject) as subject
    from claims
    where kind = 'amount' and base = 'initial_budget' and statement = 'general' and "column" = 'total' and unit = '元' and unbound = ''
    group by document_id, item
),
wanted as (
    select l.document_id, sum(case when l.value <> 0 then 1 else 0 end) as wanted,
        sum(case when l.value <> 0 and b.item is not null then 1 else 0 end) as covered
    from leaves l
    left join budgets b on b.document_id = l.document_id and b.item = l.item
    group by l.document_id
),
sums as (
    select document_id, count(*) as items, sum(low) as total, sum(half_unit) as half_unit, string_agg(concat('C', cast(claim as varchar)), ',' order by claim) as claims,
        max(case when low <> high then 1 else 0 end) as unsure
    from budgets
    where item <> 'total' and length(item) = 7
    group by document_id
)
select t.document_id,
    case
        when t.low <> t.high or s.unsure = 1 then null
        when w.covered < w.wanted then null
        else abs(t.low - s.total) <= t.half_unit + s.half_unit
    end as holds,
    case when w.covered < w.wanted then '不是每个科目都写明了年初预算' else '同一科目的年初预算有两种说法' end as why,
    concat('C', cast(t.claim as varchar), ',', s.claims) as refs,
    t.low as actual,
    cast(s.total as bigint) as expected,
    cast(t.low - s.total as bigint) as difference,
    cast(s.items * 10000 as bigint) as items,
    t.subject
from budgets t
join sums s on s.document_id = t.document_id
join wanted w on w.document_id = t.document_id
where t.item = 'total'
