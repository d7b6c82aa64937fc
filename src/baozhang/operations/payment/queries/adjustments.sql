-- 差异系数: mean cost of a hospital (or of its level) in a group by the mean cost of all in the group, ten-thousandths rounded half up.
-- Reads history (hospital, code, level, year, cost), years (year, share), groups (of groups.sql), terms (one row: adjust_by). No rows where
-- adjust_by is empty.
with placed as (
    select h.code, case when t.adjust_by = '机构' then h.hospital else h.level end as scope, h.year, y.share, h.cost
    from history as h inner join years as y on h.year = y.year cross join terms as t
    where t.adjust_by in ('机构', '级别') and h.code <> ''
),
yearly as (
    select code, scope, year, share, sum(cost)::hugeint as cost, count(*)::hugeint as cases from placed group by code, scope, year, share
),
means as (
    select
        code, scope,
        (2 * sum(share * ((2 * cost + cases) // (2 * cases)))::hugeint + sum(share)::hugeint) // (2 * sum(share)::hugeint) as mean
    from yearly group by code, scope
),
wholes as (
    select code, max(code_mean)::hugeint as mean from groups where code_mean is not null group by code
)
select m.code, m.scope, ((20000 * m.mean + w.mean) // (2 * w.mean))::bigint as coefficient
from means as m inner join wholes as w on m.code = w.code
order by m.code, m.scope
