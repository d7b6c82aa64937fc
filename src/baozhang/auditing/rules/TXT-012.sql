-- title: “三公”经费总完成率应与各项完成率相容
-- severity: error
-- family: TXT
-- basis: 全年预算数＝决算数÷完成率；总预算应等于各项预算之和
-- applies: final
-- needs: claims.three_public:completion, claims.three_public:amount
-- source: R-TX-011
-- message: “三公”经费总额完成全年预算的{rate:pct}%，推算预算{actual:wan}万元；各项推算预算合计{expected:wan}万元，两者矛盾
-- suggestion: 核对“三公”经费总额与各项的完成率
-- figures: wan
--
-- Each item's budget follows from its actual and its rate, or is printed, or equals the actual (与全年预算数持平). An item with no spending
-- and no such words tells nothing: then only the lower bound of the sum is compared with the upper bound of the total, so that what is
-- found cannot be right whatever the unknown budgets are. When all are known the sum may not be too small either.
with printed as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and statement = 'three_public' and base = 'adjusted_budget' and unit = '元'
    group by document_id, item
    having min(value) = max(value)
),
actuals as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and statement = 'three_public' and base = '' and unit = '元'
    group by document_id, item
    having min(value) = max(value)
),
rates as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'completion' and statement = 'three_public'
    group by document_id, item
    having min(value) = max(value)
),
level as (
    select distinct document_id, item
    from claims
    where statement = 'three_public' and base = 'adjusted_budget' and kind in ('change', 'comparison') and value = 0 and direction = 0
        and text like '%持平%' and text not like '%基本%'
),
budgets as (
    select a.document_id, a.item, r.claim, r.value as rate, coalesce(b.claim, r.claim, a.claim) as source,
        concat('C', cast(coalesce(b.claim, a.claim) as varchar), case when b.claim is null and r.claim is not null then concat(',C', cast(r.claim as varchar)) else '' end) as claims,
        case
            -- a printed 0 is nothing, however few decimals it has
            when b.value = 0 then 0
            when b.value is not null then b.value - b.half_unit
            when e.item is not null and a.value = 0 then 0
            when r.value > 0 and a.value > 0 then (a.value - a.half_unit) * 1000000.0 / (r.value + r.half_unit)
            else 0
        end as low,
        case
            when b.value = 0 then 0
            when b.value is not null then b.value + b.half_unit
            when e.item is not null and a.value = 0 then 0
            when r.value > r.half_unit and a.value > 0 then (a.value + a.half_unit) * 1000000.0 / (r.value - r.half_unit)
        end as high,
        case
            when b.value is not null then b.value
            when r.value > 0 then a.value * 1000000.0 / r.value
            else a.value
        end as middle
    from actuals a
    left join rates r on r.document_id = a.document_id and r.item = a.item
    left join printed b on b.document_id = a.document_id and b.item = a.item
    left join level e on e.document_id = a.document_id and e.item = a.item
    where a.item in ('total', 'abroad', 'vehicles', 'reception')
),
sums as (
    select document_id, sum(middle) as middle, sum(low) as low, case when count(*) = 3 and count(high) = 3 then sum(high) end as high,
        string_agg(claims, ',' order by source) as claims
    from budgets
    where item <> 'total'
    group by document_id
)
select t.document_id,
    case when t.high is null or s.low is null or t.claim is null then null else s.low <= t.high and coalesce(s.high >= t.low, true) end as holds,
    '总额没有写明完成率，或完成率为零' as why,
    concat('C', cast(t.claim as varchar), ',', t.claims, coalesce(',' || s.claims, '')) as refs,
    cast(round(t.middle / 10000.0) * 10000 as bigint) as actual,
    cast(round(s.middle / 10000.0) * 10000 as bigint) as expected,
    t.rate
from budgets t
left join sums s on s.document_id = t.document_id
where t.item = 'total' and t.claim is not null
