-- Points (DRG) or scores (DIP) of cases. Whole numbers only: weights, coefficients and points are ten-thousandths, money is fen.
-- Reads history and cases (id, hospital, level, code, cost, patient), coefficients (hospital, coefficient), bounds (up_to, multiple).
-- Rounding is half up, of weights and of points.
with everything as (
    select sum(cost)::hugeint as cost, count(*)::hugeint as cases from history
),
by_group as (
    select code, sum(cost)::hugeint as cost, count(*)::hugeint as cases from history group by code having sum(cost) > 0
),
weights as (
    select g.code, (20000 * g.cost * e.cases + e.cost * g.cases) // (2 * e.cost * g.cases) as weight
    from by_group as g cross join everything as e
),
bounded as (
    select w.code, w.weight, arg_min(b.multiple, b.up_to) as bound
    from weights as w inner join bounds as b on w.weight <= b.up_to
    group by w.code, w.weight
),
means as (
    select code, case when $by_level then level else '' end as scope, sum(cost)::hugeint as cost, count(*)::hugeint as cases
    from history group by all having sum(cost) > 0
),
compared as (
    select
        c.*, w.weight, w.bound, m.cost as mean_cost, m.cases as mean_cases, e.cost as all_cost, e.cases as all_cases,
        coalesce(k.coefficient, 10000)::hugeint as coefficient,
        case
            when m.cases is null then '不稳定病组'
            when c.cost * m.cases * 10000 < $low * m.cost then '低倍率'
            when c.cost * m.cases * 10000 <= w.bound * m.cost then '正常'
            else '高倍率'
        end as kind
    from cases as c
    cross join everything as e
    left join bounded as w on c.code = w.code
    left join means as m on c.code = m.code and case when $by_level then c.level else '' end = m.scope
    left join coefficients as k on c.hospital = k.hospital
),
excess as (
    select
        *,
        100000000::hugeint * mean_cost + (cost * mean_cases * 10000 - bound * mean_cost) * $excess as raised,
        100000000::hugeint * mean_cost as unraised
    from compared
),
factors as (
    select
        *, kind = '高倍率' and $cap is not null and raised * 10000 > $cap * unraised as capped,
        case
            when kind = '不稳定病组' then cost * all_cases
            when kind = '低倍率' then cost * mean_cases
            when kind = '正常' then 1
            when capped then $cap
            else raised
        end::hugeint as numerator,
        case
            when kind = '不稳定病组' then all_cost
            when kind = '低倍率' then mean_cost
            when kind = '正常' then 1
            when capped then 10000
            else unraised
        end::hugeint as denominator,
        case when kind = '不稳定病组' then 10000 else weight end as counted_weight,
        case when kind = '不稳定病组' then $unstable else coefficient end::hugeint as counted_coefficient
    from excess
),
counted as (
    select
        *,
        (2 * counted_weight * $constant * counted_coefficient * numerator + 10000 * denominator) // (20000 * denominator) as points
    from factors
)
select
    id, hospital, level, code, cost, patient, kind, weight::bigint as weight, counted_coefficient::bigint as coefficient, points::bigint as points,
    $scheme as scheme, $parameters as parameters,
    kind || '：' || $constant
    || case when kind = '不稳定病组' then '' else ' × 权重 ' || weight // 10000 || '.' || lpad((weight % 10000)::varchar, 4, '0') end
    || ' × 系数 ' || counted_coefficient // 10000 || '.' || lpad((counted_coefficient % 10000)::varchar, 4, '0')
    || case
        when kind = '正常' then ''
        when kind = '低倍率' then ' × 费用 ' || cost || ' 分 ÷（' || mean_cost || ' 分 ÷ ' || mean_cases || ' 例）'
        when kind = '不稳定病组' then ' × 费用 ' || cost || ' 分 ÷（全部 ' || all_cost || ' 分 ÷ ' || all_cases || ' 例）'
        else ' ×〔1 +（费用 ' || cost || ' 分 ÷（' || mean_cost || ' 分 ÷ ' || mean_cases || ' 例）− 界限 ' || bound || '/10000）× ' || $excess
            || '/10000〕' || case when capped then '，倍率封顶 ' || $cap || '/10000' else '' end
    end
    || ' = ' || points // 10000 || '.' || lpad((points % 10000)::varchar, 4, '0') as trail
from counted
order by id
