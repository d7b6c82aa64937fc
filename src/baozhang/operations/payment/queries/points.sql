-- Points (DRG), weights (DRG by rate) or scores (DIP) of cases, with how they came about. Whole numbers only: weights, coefficients and points
-- are ten-thousandths, money is fen; points are rounded half up.
-- Reads cases, groups (of groups.sql), coefficients (hospital, coefficient), adjustments, institutions (hospital), reviews (id), terms (one row).
with weights as (
    select code, max(weight) as weight, max(bound) as bound, max(code_mean) as mean from groups group by code
),
overall as (
    select max(mean_all) as mean_all from groups
),
placed as (
    select
        c.*, w.weight, w.bound, coalesce(m.mean, w.mean) as mean, o.mean_all, t.constant as constant_of_one, t.group_constant, t.low, t.excess, t.cap, t.review_above, t.unstable, t.special,
        case when c.basic = 1 then t.basic else coalesce(k.coefficient, a.coefficient, t.whole) end as own_coefficient,
        case
            when t.restricted and i.hospital is null then '不纳入'
            when c.days <= t.days_up_to or c.days >= t.days_from then '不纳入'
            when r.id is not null then '特例单议'
            when w.weight is null then '不稳定病组'
            when coalesce(m.mean, w.mean) is null then '正常'
            when c.cost * t.whole < t.low * coalesce(m.mean, w.mean) then '低倍率'
            when c.cost * t.whole <= w.bound * coalesce(m.mean, w.mean) then '正常'
            else '高倍率'
        end as kind
    from cases as c
    cross join terms as t
    cross join overall as o
    left join weights as w on c.code = w.code
    left join groups as m on c.code = m.code and m.scope = case when t.by_level then c.level else '' end
    left join coefficients as k on c.hospital = k.hospital
    left join adjustments as a on c.code = a.code and a.scope = case when t.adjust_by = '机构' then c.hospital else c.level end
    left join institutions as i on c.hospital = i.hospital
    left join reviews as r on c.id = r.id
),
excess as (
    select
        *, 100000000::hugeint * mean + (cost * 10000::hugeint - bound * mean) * excess as raised, 100000000::hugeint * mean as unraised,
        kind in ('不稳定病组', '特例单议') as by_cost,
        (kind = '不稳定病组' and unstable is null) or (kind = '特例单议' and special is null) as at_cost
    from placed
),
factors as (
    select
        *, kind = '高倍率' and cap is not null and raised * 10000 > cap * unraised as capped,
        case when by_cost then constant_of_one else group_constant end as constant,
        case when by_cost then 10000 else weight end as counted_weight,
        case when kind = '不稳定病组' then unstable when kind = '特例单议' then special else own_coefficient end as coefficient,
        case when by_cost then 10000 else auxiliary end as counted_auxiliary
    from excess
),
fractions as (
    select
        *,
        case when by_cost or kind = '低倍率' then cost when kind = '正常' then 1 when capped then cap else raised end as numerator,
        case when by_cost then mean_all when kind = '低倍率' then mean when kind = '正常' then 1 when capped then 10000 else unraised end as denominator
    from factors
),
counted as (
    select
        *,
        case
            when at_cost or kind = '不纳入' then 0
            else
                (
                    2 * counted_weight::hugeint * constant * coefficient * counted_auxiliary * numerator::hugeint
                    + 100000000 * denominator::hugeint
                ) // (200000000 * denominator::hugeint)
        end as points
    from fractions
),
spelled as (
    select
        *, cost // 100 || '.' || lpad((cost % 100)::varchar, 2, '0') || ' 元' as cost_text,
        mean // 100 || '.' || lpad((mean % 100)::varchar, 2, '0') || ' 元' as mean_text,
        mean_all // 100 || '.' || lpad((mean_all % 100)::varchar, 2, '0') || ' 元' as all_text,
        weight // 10000 || '.' || lpad((weight % 10000)::varchar, 4, '0') as weight_text,
        coefficient // 10000 || '.' || lpad((coefficient % 10000)::varchar, 4, '0') as coefficient_text,
        auxiliary // 10000 || '.' || lpad((auxiliary % 10000)::varchar, 4, '0') as auxiliary_text,
        bound // 10000 || '.' || lpad((bound % 10000)::varchar, 4, '0') as bound_text,
        excess // 10000 || '.' || lpad((excess % 10000)::varchar, 4, '0') as excess_text,
        cap // 10000 || '.' || lpad((cap % 10000)::varchar, 4, '0') as cap_text,
        points // 10000 || '.' || lpad((points % 10000)::varchar, 4, '0') as points_text
    from counted
)
select
    s.id, s.hospital, s.department, s.level, s.code, s.class, s.month, s.insurance, s.days, s.cost, s.patient, s.kind,
    case when s.by_cost or s.kind = '不纳入' then null else s.weight end::bigint as weight,
    case when s.at_cost or s.kind = '不纳入' then null else s.coefficient end::bigint as coefficient,
    s.counted_auxiliary::bigint as auxiliary, s.mean::bigint as mean, s.points::bigint as points, s.at_cost,
    coalesce(s.cost * 10000::hugeint > s.review_above * s.mean, false) and s.kind <> '不纳入' as review,
    t.scheme, t.parameters,
    case
        when s.kind = '不纳入' then '不纳入：不按本方法付费'
        when s.at_cost then s.kind || '：按实际费用 ' || s.cost_text
        when s.by_cost then s.kind || '：' || s.constant || ' × 系数 ' || s.coefficient_text || ' × 费用 ' || s.cost_text || ' ÷ 全部例均 ' || s.all_text
            || ' = ' || s.points_text
        else
            s.kind || '：' || s.constant || ' × 权重 ' || s.weight_text || ' × 系数 ' || s.coefficient_text
            || case when s.auxiliary <> 10000 then ' × 辅助系数 ' || s.auxiliary_text else '' end
            || case
                when s.kind = '正常' then ''
                when s.kind = '低倍率' then ' × 费用 ' || s.cost_text || ' ÷ 例均 ' || s.mean_text
                when s.capped then ' × 倍率封顶 ' || s.cap_text
                else ' ×〔1 +（费用 ' || s.cost_text || ' ÷ 例均 ' || s.mean_text || ' − ' || s.bound_text || '）× ' || s.excess_text || '〕'
            end || ' = ' || s.points_text
    end as trail
from spelled as s cross join terms as t
order by s.id
