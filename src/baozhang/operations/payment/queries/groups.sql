-- Of every group, by level where means are by level: cases and mean cost of the past (also over all levels, code_mean), weight, and the multiple beyond which a case is high.
-- Reads history (code, level, year, cost), years (year, share), published (code, weight), bounds (up_to, multiple), terms (one row).
-- Where no group has a past there is one row without a code, for the mean of all cases.
-- Means are whole fen and weights ten-thousandths, both rounded half up; the means of years weigh by share over the years that have cases.
with placed as (
    select h.code, case when t.by_level then h.level else '' end as scope, h.year, y.share, h.cost
    from history as h inner join years as y on h.year = y.year cross join terms as t
),
yearly as (
    select year, share, sum(cost)::hugeint as cost, count(*)::hugeint as cases from placed group by year, share
),
overall as (
    select (2 * sum(share * ((2 * cost + cases) // (2 * cases)))::hugeint + sum(share)::hugeint) // (2 * sum(share)::hugeint) as mean_all from yearly
),
yearly_by_code as (
    select code, year, share, sum(cost)::hugeint as cost, count(*)::hugeint as cases from placed group by code, year, share
),
by_code as (
    select
        code, sum(cases)::hugeint as cases,
        (2 * sum(share * ((2 * cost + cases) // (2 * cases)))::hugeint + sum(share)::hugeint) // (2 * sum(share)::hugeint) as mean
    from yearly_by_code where code <> '' group by code
),
yearly_by_scope as (
    select code, scope, year, share, sum(cost)::hugeint as cost, count(*)::hugeint as cases from placed group by code, scope, year, share
),
by_scope as (
    select
        code, scope,
        (2 * sum(share * ((2 * cost + cases) // (2 * cases)))::hugeint + sum(share)::hugeint) // (2 * sum(share)::hugeint) as mean
    from yearly_by_scope where code <> '' group by code, scope
),
weighed as (
    select
        coalesce(p.code, c.code) as code, coalesce(c.cases, 0) as cases, c.mean as code_mean,
        case
            when t.published then p.weight
            when c.mean > 0 and c.cases >= t.least_cases then (2 * t.whole * c.mean + o.mean_all) // (2 * o.mean_all)
        end as weight
    from by_code as c full join published as p on c.code = p.code cross join overall as o cross join terms as t
),
bounded as (
    select w.code, min(b.up_to) as up_to from weighed as w inner join bounds as b on w.weight <= b.up_to group by w.code
)
select
    w.code, coalesce(s.scope, '') as scope, w.cases::bigint as cases, w.weight::bigint as weight,
    case when s.mean > 0 then s.mean::bigint end as mean, case when w.code_mean > 0 then w.code_mean::bigint end as code_mean, o.mean_all::bigint as mean_all, b.multiple::bigint as bound
from overall as o
left join weighed as w on true
left join by_scope as s on w.code = s.code
left join bounded as l on w.code = l.code
left join bounds as b on l.up_to = b.up_to
order by w.code, scope
