-- A cell with one figure that has rows directly below it, beside what these add up to in its column: `found` of its `items` rows have
-- one figure there, and the cell has `excess` more than their sum. (Sums beyond 64 bits, of ten thousand of the largest figures there
-- are, are left out.)
-- since: 2026-11-26
with below as (
    select document_id, statement, parent, item, col, low as value, half_unit, case when low = high then 1 else 0 end as sure
    from cells
    where parent <> ''
),
listed as (
    select document_id, statement, parent, count(distinct item) as items from below group by document_id, statement, parent
),
summed as (
    select document_id, statement, parent, col, try_cast(sum(value * sure) as bigint) as total,
        try_cast(sum(half_unit * sure) as bigint) as half_unit, cast(sum(sure) as bigint) as found
    from below
    group by document_id, statement, parent, col
)
select k.document_id, k.statement, k.item, k.col, k.fact, k.low as value, k.half_unit, l.items, coalesce(s.found, 0) as found,
  k.low - coalesce(s.total, 0) as excess, coalesce(s.half_unit, 0) as sum_half_unit
from cells k
join listed l on l.document_id = k.document_id and l.statement = k.statement and l.parent = k.item
left join summed s on s.document_id = k.document_id and s.statement = k.statement and s.parent = k.item and s.col = k.col
where k.low = k.high and (s.found is null or abs(s.total) < 4000000000000000000 and s.half_unit is not null)
