-- title: 文字同时列出本年数与对比数时，增减幅（差异率）应按两数计算
-- severity: error
-- family: TXT
-- basis: 增减幅＝（本年数－对比数）÷对比数；预决算差异率＝（决算数－预算数）÷预算数
-- applies: both
-- needs: claims.amount, claims.change_pct
-- source: R-TX-002
-- message: “{subject}”为{current:wan}万元，对比数{base_amount:wan}万元，增减幅应为{expected:pct}%，文字为{actual:pct}%
-- suggestion: 将“{actual:pct}%”改为“{expected:pct}%”，或核对两数
-- figures: pct
--
-- Only where no amount of change is told: with one, TXT-002 and TXT-103 compare it. What is compared with may stand anywhere in the paragraph.
with amounts as (
    select document_id, "group" as grp, statement, item, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and unbound = ''
    group by document_id, "group", statement, item
),
bases as (
    select document_id, block, statement, item, base, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base <> '' and unit = '元' and unbound = ''
    group by document_id, block, statement, item, base
),
changes as (
    select distinct document_id, block, statement, item, base from claims where kind = 'change' and unit = '元'
),
cases as (
    select p.document_id, p.claim, p.subject, p.value as pct, p.half_unit as pct_half, p.direction,
        a.claim as amount_claim, a.low as current, a.half_unit as current_half, b.claim as base_claim, b.low as base_amount, b.half_unit as base_half,
        a.low <> a.high or b.low <> b.high as unsure
    from claims p
    join amounts a on a.document_id = p.document_id and a.grp = p."group" and a.statement = p.statement and a.item = p.item
    join bases b on b.document_id = p.document_id and b.block = p.block and b.statement = p.statement and b.item = p.item and b.base = p.base
    left join changes d on d.document_id = p.document_id and d.block = p.block and d.statement = p.statement and d.item = p.item and d.base = p.base
    where p.kind = 'change_pct' and p.unit = '%' and p.base <> '' and d.document_id is null
),
ratios as (
    select *,
        abs(current - base_amount) * 1000000.0 / nullif(base_amount, 0) as middle,
        (current_half + base_half) * 1000000.0 / nullif(base_amount - base_half, 0) * (1 + current / nullif(base_amount, 0)) as slack
    from cases
)
select document_id,
    case
        when unsure then null
        when base_amount = 0 then case when current = 0 then pct = 0 end
        when direction <> 0 and current <> base_amount and sign(current - base_amount) <> direction and pct > 0 then false
        else abs(pct - middle) <= pct_half + slack
    end as holds,
    case when unsure then '同一处的金额有两种说法' else '对比数为零，无法计算' end as why,
    'C' || claim || ',C' || amount_claim || ',C' || base_claim as refs,
    pct as actual,
    cast(round(middle / 100.0) * 100 as bigint) as expected,
    case when abs(pct - middle) <= 2 * pct_half + 1 and not (direction <> 0 and sign(current - base_amount) <> direction) then 'note' else 'error' end as severity,
    subject, current, base_amount
from ratios
