-- Quota of every institution and payment of every month, fen; a month is paid what is declared, at most a twelfth of the quota × the share, rounded down.
-- Reads enrolled (hospital, category, persons, base), heads (category, fen), declared (hospital, month, declared), terms (one row).
with quotas as (
    select e.hospital, sum(e.persons)::bigint as persons, sum(e.base)::bigint as base, sum(e.persons * h.fen + e.base)::bigint as quota
    from enrolled as e inner join heads as h on e.category = h.category
    group by e.hospital
),
limited as (
    select q.*, d.month, d.declared, (q.quota::hugeint * t.share // 120000)::bigint as month_limit
    from quotas as q inner join declared as d on q.hospital = d.hospital cross join terms as t
)
select
    l.hospital, l.month, l.persons, l.base, l.quota, l.month_limit, l.declared, least(l.declared, l.month_limit) as paid, t.scheme, t.parameters,
    '申报 ' || l.declared // 100 || '.' || lpad((l.declared % 100)::varchar, 2, '0') || ' 元与月度限额（定额 '
    || l.quota // 100 || '.' || lpad((l.quota % 100)::varchar, 2, '0') || ' 元 ÷ 12 × ' || t.share // 10000 || '.' || lpad((t.share % 10000)::varchar, 4, '0')
    || '）' || l.month_limit // 100 || '.' || lpad((l.month_limit % 100)::varchar, 2, '0') || ' 元取低' as trail
from limited as l cross join terms as t
order by l.hospital, l.month
