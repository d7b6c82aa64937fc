-- The cases of payment from the stays of the warehouse and the answers of `drg group` or `dip group`. Reads stays (a view of the warehouse),
-- grouped (id, code), terms (one row: year, 0 for all; by_name). Stays that were not grouped have no code; amounts stay fen.
select
    cast(s.id as varchar) as id, case when t.by_name then s.hospital_name else s.hospital end as hospital,
    case s.level when 3 then '三级' when 2 then '二级' when 1 then '一级' else '未定级' end as level, coalesce(g.code, '') as code, s.cost, s.patient,
    coalesce(s.department, '') as department, '' as class,
    cast(s.month // 100 as varchar) || '-' || lpad(cast(s.month % 100 as varchar), 2, '0') as month,
    case s.class when 'employee' then '职工' when 'resident' then '居民' else '' end as insurance, cast(s.days as bigint) as days,
    cast(0 as bigint) as leave, coalesce(g.auxiliary, 10000) as auxiliary, cast(0 as bigint) as basic
from stays as s
cross join terms as t
left join grouped as g on cast(s.id as varchar) = g.id
where t.year = 0 or s.month // 100 = t.year
order by s.id
