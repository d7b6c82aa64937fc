-- title: 文字所述占比应等于该项金额除以总额
-- severity: error
-- family: TXT
-- basis: 占比＝该项金额÷总额
-- applies: both
-- needs: claims.share
-- source: R-TX-008
-- message: “{subject}”{part:wan}万元，总额{whole:wan}万元，占比应为{expected:pct}%，文字为{actual:pct}%
-- suggestion: 将“{actual:pct}%”改为“{expected:pct}%”
-- figures: pct
--
-- The part is the amount in the same breath (else the cell), the whole is the cell the claim's base names; where the document has no such
-- table (often an attachment of its own) the whole is the amount that the text gives it, if it always gives the same.
with amounts as (
    select document_id, "group" as grp, statement, item, "column" as col, min(claim) as claim, min(value) as low, max(value) as high,
        max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元'
    group by document_id, "group", statement, item, "column"
),
told as (
    select document_id, statement, item, col, min(claim) as claim, min(low) as low, max(half_unit) as half_unit
    from amounts
    group by document_id, statement, item, col
    having min(low) = max(high)
),
shares as (
    select c.document_id, c.claim, c."group" as grp, c.subject, c.statement, c.item, c."column" as col, c.value as pct, c.half_unit as pct_half,
        -- the base names its cell, general[total].total, or is just an item of the same statement
        case when c.base like '%]%' then regexp_extract(c.base, '^([a-z_]+)[[]', 1) else c.statement end as whole_statement,
        case
            when c.base like '%]%' then regexp_extract(c.base, '[[]([^]]*)[]]', 1)
            when c.base <> 'total' then c.base
            when c.statement in ('overview', 'fiscal') and c.item like 'income.%' then 'income.year'
            when c.statement in ('overview', 'fiscal') then 'spending.year'
            else 'total'
        end as whole_item,
        case
            when c.base like '%]%' then regexp_extract(c.base, '[]][.](.*)$', 1)
            when c.item = 'total' then 'total'
            else c."column"
        end as whole_col
    from claims c
    where c.kind = 'share' and c.unbound = '' and c.base <> ''
        and (c.statement not in ('', 'disclosure') or (c.item like '%economic.%' and c.base like '%]%'))
),
wholes as (
    -- the cell of the whole, as in `cells`, of which only these are made
    select s.document_id, s.claim, min(f.fact) as fact, min(f.value) as low, max(f.value) as high, max(f.half_unit) as half_unit
    from shares s
    join facts f
        on f.document_id = s.document_id and f.statement = s.whole_statement and f.item = s.whole_item and f."column" = s.whole_col
    group by s.document_id, s.claim
),
bounded as (
    select s.*,
        a.claim as amount_claim, p.fact as part_fact, w.fact as base_fact,
        case when a.claim is null then p.low when a.low = a.high then a.low end as part,
        coalesce(a.half_unit, p.half_unit) as part_half, p.low as cell,
        case when w.fact is null then t.claim end as base_claim, coalesce(w.low, t.low) as base_value, coalesce(w.half_unit, t.half_unit) as base_half
    from shares s
    left join amounts a
        on a.document_id = s.document_id and a.grp = s.grp and a.statement = s.statement and a.item = s.item and a.col = s.col
    left join own_cells p on p.document_id = s.document_id and p.claim = s.claim and p.low = p.high
    left join wholes w on w.document_id = s.document_id and w.claim = s.claim and w.low = w.high
    left join told t
        on t.document_id = s.document_id and t.statement = s.whole_statement and t.item = s.whole_item and t.col = s.whole_col
),
ratios as (
    select *,
        case when base_value > base_half then (part - part_half) * 1000000.0 / (base_value + base_half) end as low,
        case when base_value > base_half then (part + part_half) * 1000000.0 / (base_value - base_half) end as high,
        case when base_value > 0 then part * 1000000.0 / base_value end as middle
    from bounded
)
select document_id,
    case
        when part is null or base_value is null then null
        when statement = whole_statement and item = whole_item and col = whole_col then null
        when part = 0 and pct = 0 then true
        when low is null then null
        when pct + pct_half >= low and pct - pct_half <= high then true
        when cell <> part and abs(cell * 1000000.0 / base_value - pct) <= pct_half + 1 then null
        else false
    end as holds,
    case
        when part is null then '没有可以确定的金额'
        when base_value is null then '没有可以确定的总额'
        when statement = whole_statement and item = whole_item and col = whole_col then '占比的总额没有对应到表中'
        when cell <> part then '金额与表不一致，见另一规则'
        else '总额为零'
    end as why,
    'C' || claim || case when amount_claim is not null then ',C' || amount_claim when part_fact is not null then ',F' || part_fact else '' end
        || case when base_fact is not null then ',F' || base_fact when base_claim is not null then ',C' || base_claim else '' end as refs,
    pct as actual,
    cast(round(middle / 100.0) * 100 as bigint) as expected,
    case when abs(pct - middle) <= 2 * pct_half + 1 then 'note' else 'error' end as severity,
    subject, part, base_value as whole
from ratios
