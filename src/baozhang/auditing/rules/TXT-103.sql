-- title: 文字同时列出本年数与对比数时，增减额应为两数之差
-- severity: error
-- family: TXT
-- basis: 增减额＝本年数－对比数
-- applies: both
-- needs: claims.amount, claims.change
-- source: R-TX-002
-- message: “{subject}”为{current:wan}万元，对比数{base_amount:wan}万元，相差{expected:wan}万元，文字称{direction_word}{actual:wan}万元
-- suggestion: 核对本年数、对比数与增减额
-- figures: wan
--
-- An item listed with its initial budget only (no base printed) gives no case. Last year's figure may stand anywhere in the document
-- as long as it is printed once, this year's and the change must be said in one breath.
with priors as (
    select document_id, statement, item, "column" as col, base, min(claim) as claim, max("group") as grp, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base in ('prior_final', 'prior_budget') and unit = '元' and unbound = ''
    group by document_id, statement, item, "column", base
    having count(*) = 1
),
raised as (
    -- “全年预算数……，执行数……，较年初预算增加……”: what rose is the budget named before the spending
    select document_id, "group" as grp, statement, item, min(value) as budget, max(half_unit) as half_unit
    from claims where kind = 'amount' and base = 'adjusted_budget' and unit = '元'
    group by document_id, "group", statement, item having count(*) = 1
),
pairs as (
    select d.document_id, d.claim, d.subject, d.value, d.half_unit, d.direction,
        a.claim as amount_claim, a.value as current, a.half_unit as current_half,
        b.claim as base_claim, b.value as base_amount, b.half_unit as base_half, r.budget, r.half_unit as budget_half
    from claims d
    join claims a
        on a.document_id = d.document_id and a."group" = d."group" and a.kind = 'amount' and a.base = '' and a.unit = '元'
        and a.statement = d.statement and a.item = d.item and a."column" = d."column"
    join claims b
        on b.document_id = d.document_id and b."group" = d."group" and b.kind = 'amount' and b.base = d.base and b.base <> '' and b.unit = '元'
        and b.statement = d.statement and b.item = d.item
    left join raised r on r.document_id = d.document_id and r.grp = d."group" and r.statement = d.statement and r.item = d.item and d.base = 'initial_budget'
    where d.kind = 'change' and d.unit = '元'
    union all
    select d.document_id, d.claim, d.subject, d.value, d.half_unit, d.direction, a.claim, a.value, a.half_unit, b.claim, b.value, b.half_unit, null, null
    from claims d
    join claims a
        on a.document_id = d.document_id and a."group" = d."group" and a.kind = 'amount' and a.base = '' and a.unit = '元'
        and a.statement = d.statement and a.item = d.item and a."column" = d."column"
    join priors b
        on b.document_id = d.document_id and b.grp <> d."group" and b.base = d.base and b.statement = d.statement and b.item = d.item and b.col = d."column"
    where d.kind = 'change' and d.unit = '元' and d.statement <> ''
)
select document_id,
    case
        when direction = 0 and value <> 0 then null
        when abs(budget - base_amount - direction * value) <= half_unit + budget_half + base_half then true
        else abs(current - base_amount - direction * value) <= half_unit + current_half + base_half
    end as holds,
    '没有写明增减方向' as why,
    'C' || claim || ',C' || amount_claim || ',C' || base_claim as refs,
    value as actual,
    abs(current - base_amount) as expected,
    subject, current, base_amount,
    case when direction < 0 then '减少' else '增加' end as direction_word
from pairs
