-- Indicators of every owner (a hospital, a department, a group, a month, or all): case-mix index, consumption of cost and of time, outliers, money.
-- Reads counted (owner, id, code, days, cost, patient, kind, weight, standard, fund). Indices are ten-thousandths, rounded half up; a group's part
-- of an index is rounded to hundred-millionths first. Cost index: Σ (cost of the owner's cases of a group ÷ mean cost of the group) ÷ cases; time
-- index likewise with days; both over cases in a group with a weight.
with weighed as (
    select * from counted where weight is not null
),
members as (
    select distinct id, code, cost, days from weighed
),
groups as (
    select
        code, sum(cost)::hugeint as cost, count(*)::hugeint as cases, sum(days)::hugeint as days, count(days)::hugeint as timed
    from members group by code
),
parts as (
    select
        w.owner, w.code, count(*)::hugeint as cases, count(w.days)::hugeint as timed, sum(w.weight)::hugeint as weight, g.cost as group_cost, g.days as group_days,
        (2 * sum(w.cost)::hugeint * g.cases * 100000000 + g.cost) // (2 * g.cost) as cost_part,
        case when g.days > 0 then (2 * sum(w.days)::hugeint * g.timed * 100000000 + g.days) // (2 * g.days) end as time_part
    from weighed as w inner join groups as g on w.code = g.code and g.cost > 0
    group by w.owner, w.code, g.cost, g.cases, g.days, g.timed
),
mixes as (
    select
        owner, count(*) as groups, sum(cases)::hugeint as cases, sum(weight)::hugeint as weight, sum(cost_part)::hugeint as cost_parts,
        sum(time_part)::hugeint as time_parts, sum(case when time_part is not null then timed else 0 end)::hugeint as timed
    from parts group by owner
),
sums as (
    select
        owner, count(*) as cases, sum(cost)::hugeint as cost, sum(patient)::hugeint as patient, sum(days)::hugeint as days, count(days) as timed,
        sum(standard)::hugeint as standard, sum(fund)::hugeint as fund,
        sum(case when kind = '低倍率' then 1 else 0 end) as low, sum(case when kind = '高倍率' then 1 else 0 end) as high,
        sum(case when kind = '正常' then 1 else 0 end) as normal, sum(case when kind = '不稳定病组' then 1 else 0 end) as unstable,
        sum(case when kind = '特例单议' then 1 else 0 end) as special
    from counted group by owner
)
select
    s.owner, s.cases::bigint as cases, coalesce(m.groups, 0)::bigint as groups, coalesce(m.cases, 0)::bigint as weighed,
    coalesce(m.weight, 0)::bigint as weight,
    case when m.cases > 0 then (2 * m.weight + m.cases) // (2 * m.cases) end::bigint as cmi,
    case when m.cases > 0 then (m.cost_parts + 5000 * m.cases) // (10000 * m.cases) end::bigint as cost_index,
    case when m.timed > 0 then (m.time_parts + 5000 * m.timed) // (10000 * m.timed) end::bigint as time_index,
    ((2 * s.cost + s.cases) // (2 * s.cases))::bigint as mean_cost,
    case when s.timed > 0 then (2 * s.days * 10000 + s.timed) // (2 * s.timed) end::bigint as mean_days,
    s.low::bigint as low, s.normal::bigint as normal, s.high::bigint as high, s.unstable::bigint as unstable, s.special::bigint as special,
    s.cost::bigint as cost, s.patient::bigint as patient, s.standard::bigint as standard, s.fund::bigint as fund
from sums as s left join mixes as m on s.owner = m.owner
order by s.owner
