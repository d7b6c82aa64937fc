-- title: 文字所述金额应当与表中数字一致
-- severity: error
-- family: TXT
-- basis: 情况说明与公开表反映同一数据，同一数字应当完全一致
-- applies: both
-- needs: claims.amount
-- source: R-TX-001
-- message: “{subject}”文字为{actual:wan}万元，表中为{expected:wan}万元
-- suggestion: 核对后将文字改为{expected:wan}万元，或更正表中数字
-- figures: wan
--
-- A text that prints fewer decimals than the table is right when the table's figure rounds to it.
-- One unit of the last digit is what two ways of rounding make: a note.
-- A subject the table has no row for is right when the text says zero, and open otherwise (rows get lost in extraction).
with cells as (
    select document_id, statement, item, "column" as col, min(fact) as fact, min(value) as low, max(value) as high,
        max(half_unit) as half_unit, max(case when repaired then 1 else 0 end) as repaired
    from facts
    group by document_id, statement, item, "column"
),
filled as (
    select document_id, statement, count(*) as figures from facts group by document_id, statement
),
pairs as (
    select c.document_id, c.claim, c.subject, c.value, c.half_unit, f.fact, f.low, f.high, f.half_unit as cell_half, f.repaired, s.figures
    from claims c
    left join cells f
        on f.document_id = c.document_id and f.statement = c.statement and f.item = c.item and f.col = c."column"
    left join filled s on s.document_id = c.document_id and s.statement = c.statement
    where c.kind = 'amount' and c.base = '' and c.unit = '元' and c.unbound = ''
        and c.statement not in ('', 'disclosure')
)
select document_id,
    case
        when fact is null and value = 0 and figures is not null then true
        when fact is null then null
        when low <> high then null
        when value = low then true
        when value * 10000 = low and value <> 0 then null
        when half_unit > cell_half and abs(value - low) <= half_unit then true
        else false
    end as holds,
    case
        when fact is null and figures is null then '未识别到对应的表'
        when fact is null then '表中没有对应的行或列'
        when low <> high then '表中同一栏次出现两个不同数字'
        else '金额单位可能有误，见另一规则'
    end as why,
    case when fact is null then 'C' || claim else 'C' || claim || ',F' || fact end as refs,
    value as actual,
    low as expected,
    case
        when abs(value - low) <= half_unit + cell_half then 'note'
        when repaired = 1 then 'warning'
        else 'error'
    end as severity,
    subject
from pairs
