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
with classes as (
    -- budgets print no 人员经费合计 and 公用经费合计: they are the sums of their classes
    select document_id, 'basic' as statement, case when item in ('301', '303') then 'staff' else 'operating_cost' end as item, col, min(fact) as fact,
        cast(sum(low) as bigint) as value, cast(sum(half_unit) as bigint) as half_unit, max(repaired) as repaired, count(*) as parts,
        max(case when item = '302' then 1 else 0 end) as goods
    from cells
    where statement = 'basic' and length(item) = 3 and item in ('301', '302', '303', '307', '309', '310', '311', '312', '313', '399')
    group by document_id, case when item in ('301', '303') then 'staff' else 'operating_cost' end, col
),
told as (
    select c.document_id, c.claim, c.line, c."start" as place, c.subject, c.value, c.half_unit, c.statement, c.item, c."column" as col,
        f.fact, f.low, f.high, f.half_unit as cell_half, f.repaired
    from claims c
    left join own_cells f on f.document_id = c.document_id and f.claim = c.claim
    where c.kind = 'amount' and c.unit = '元' and c.unbound = '' and c.statement not in ('', 'disclosure')
        -- a budget figure has a cell only in the 三公 table that prints a budget column
        and (c.base = '' or c.base in ('initial_budget', 'adjusted_budget', 'budget') and c.statement = 'three_public' and c."column" = 'budget')
        and (c.base = '' or f.fact is not null)
),
pairs as (
    -- but for the claims, nearly all, that say what their cell says
    select c.document_id, c.claim, c.line, c.place, c.subject, c.value, c.half_unit, c.statement,
        coalesce(c.fact, k.fact) as fact, coalesce(c.low, k.value) as low, coalesce(c.high, k.value) as high,
        coalesce(c.cell_half, k.half_unit) as cell_half, coalesce(c.repaired, k.repaired) as repaired
    from told c
    left join classes k
        on k.document_id = c.document_id and k.statement = c.statement and k.item = c.item and k.col = c.col
        and (k.item = 'operating_cost' and k.goods = 1 or k.parts = 2)
    where c.fact is null or c.low <> c.high or c.value <> c.low
),
filled as (
    -- of the statements that a claim finds no cell in, those that have any
    select distinct f.document_id, f.statement
    from (select distinct document_id, statement from pairs where fact is null) p
    join facts f on f.document_id = p.document_id and f.statement = p.statement
),
judged as (
    select p.*, s.statement is not null as filled,
    case
        when fact is null and value = 0 and s.statement is not null then true
        when fact is null then null
        when low <> high then null
        when value = low then true
        when value * 10000 = low and value <> 0 then null
        when half_unit > cell_half and abs(value - low) <= half_unit then true
        else false
    end as holds
    from pairs p left join filled s on s.document_id = p.document_id and s.statement = p.statement
),
ranked as (
    -- one figure bound to two subjects (收、支总计均为) is one finding
    select document_id, holds, claim, subject, value, half_unit, fact, low, high, cell_half, repaired, filled,
        row_number() over (partition by document_id, line, place order by case when holds is null then 1 else 0 end, claim) as rank
    from judged where holds is not true
    union all
    select document_id, holds, claim, subject, value, half_unit, fact, low, high, cell_half, repaired, filled, 1 from judged where holds
    union all
    select document_id, true, claim, subject, value, half_unit, fact, low, high, cell_half, repaired, true, 1 from told
    where low = high and value = low
)
select document_id, holds,
    case
        when fact is null and not filled then '未识别到对应的表'
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
from ranked
where rank = 1
