-- title: 增加额不应大于本年数
-- severity: error
-- family: TXT
-- basis: 上年数＝本年数－增加额；收入、支出的上年数不会是负数
-- applies: both
-- needs: claims.amount, claims.change
-- source: R-TX-002
-- message: “{subject}”本年{current:wan}万元，却称比上年增加{actual:wan}万元，上年数就成了负数
-- suggestion: 核对增加额“{text}”的数值和单位
-- figures: wan
--
-- Balances and surpluses can have been below zero, and a change of which the current amount is in doubt is left to TXT-001.
with amounts as (
    select document_id, "group" as grp, statement, item, "column" as col, min(claim) as claim, min(value) as low, max(value) as high,
        max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and item <> '' and unbound = ''
    group by document_id, "group", statement, item, "column"
),
repeated as (
    select document_id, "group" as grp, statement, item, "column" as col, base
    from claims
    where kind = 'change' and unit = '元' and direction > 0 and unbound = '' and value > 0
    group by document_id, "group", statement, item, "column", base
    having count(*) > 1
),
changes as (
    select d.document_id, d.claim, d.item, d.subject, d.value, d.half_unit, d.text, a.claim as amount_claim, a.low as current, a.high,
        a.half_unit as current_half, f.low as cell, f.high as cell_high, r.grp is not null as repeated
    from claims d
    join amounts a
        on a.document_id = d.document_id and a.grp = d."group" and a.statement = d.statement and a.item = d.item and a.col = d."column"
    left join own_cells f on f.document_id = d.document_id and f.claim = d.claim
    left join repeated r
        on r.document_id = d.document_id and r.grp = d."group" and r.statement = d.statement and r.item = d.item and r.col = d."column"
        and r.base = d.base
    where d.kind = 'change' and d.unit = '元' and d.direction > 0 and d.unbound = '' and d.value > 0
)
select document_id,
    case
        when current <> high or cell is not null and (cell <> cell_high or abs(cell - current) > current_half) then null
        when value <= current + half_unit + current_half then true
        when repeated or strpos(item, 'closing') = 1 or strpos(item, 'opening') = 1 or strpos(item, 'surplus') = 1
            or regexp_matches(subject, '结转|结余|盈余|净') then null
        else false
    end as holds,
    case
        when current <> high or cell is not null and (cell <> cell_high or abs(cell - current) > current_half) then '本年数与表不一致，见另一规则'
        else '结转结余的上年数可能为负数，或同一处有几个增减额'
    end as why,
    'C' || cast(claim as varchar) || ',C' || cast(amount_claim as varchar) as refs,
    value as actual, cast(null as bigint) as expected, current, subject, text
from changes
