-- Of every hospital and batch: the budget at the old price, what was actually used, what was saved and what of it is retained, fen, rounded half up.
-- Reads agreed (hospital, batch, item, price, volume, actual), assessed (hospital, coefficient), terms (one row).
with summed as (
    select hospital, batch, sum(price * volume)::bigint as budget, sum(actual)::bigint as actual, count(*) as items
    from agreed group by hospital, batch
),
saved as (
    select s.*, greatest(0, s.budget - s.actual) as saved, coalesce(a.coefficient, 10000) as coefficient, t.kept, t.scheme, t.parameters
    from summed as s left join assessed as a on s.hospital = a.hospital cross join terms as t
)
select
    hospital, batch, items, budget, actual, saved, coefficient::bigint as coefficient,
    ((2 * saved::hugeint * kept * coefficient + 100000000) // 200000000)::bigint as retained, scheme, parameters,
    '结余 ' || saved // 100 || '.' || lpad((saved % 100)::varchar, 2, '0') || ' 元 × 留用比例 ' || kept // 10000 || '.'
    || lpad((kept % 10000)::varchar, 4, '0') || ' × 考核系数 ' || coefficient // 10000 || '.' || lpad((coefficient % 10000)::varchar, 4, '0') as trail
from saved
order by hospital, batch
