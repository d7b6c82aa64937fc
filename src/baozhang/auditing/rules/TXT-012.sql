-- title: “三公”经费总完成率应与各项完成率相容
-- severity: error
-- family: TXT
-- basis: 全年预算数＝决算数÷完成率；总预算应等于各项预算之和
-- applies: final
-- needs: claims.three_public:completion, claims.three_public:amount
-- source: R-TX-011
-- message: “三公”经费总额完成全年预算的{actual:pct}%，推算预算{budget:wan}万元；各项推算预算合计至少{parts:wan}万元，两者矛盾
-- suggestion: 核对“三公”经费总额与各项的完成率
-- figures: pct
--
-- Each item's budget follows from its actual and its rate (or is printed). An item with no spending tells nothing about its budget, so only
-- the lower bound of the sum is compared with the upper bound of the total: what is found cannot be right whatever the unknown budgets are.
with printed as (
    select document_id, item, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and statement = 'three_public' and base = 'adjusted_budget' and unit = '元'
    group by document_id, item
    having min(value) = max(value)
),
actuals as (
    select document_id, item, min(value) as value, max(half_unit) as half_unit
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
budgets as (
    select a.document_id, a.item, r.claim, r.value as rate,
        case
            when b.value is not null then b.value - b.half_unit
            when r.value > 0 and a.value > 0 then (a.value - a.half_unit) * 1000000.0 / (r.value + r.half_unit)
            else 0
        end as low,
        case
            when b.value is not null then b.value + b.half_unit
            when r.value > r.half_unit and a.value > 0 then (a.value + a.half_unit) * 1000000.0 / (r.value - r.half_unit)
        end as high
    from actuals a
    left join rates r on r.document_id = a.document_id and r.item = a.item
    left join printed b on b.document_id = a.document_id and b.item = a.item
    where a.item in ('total', 'abroad', 'vehicles', 'reception')
),
sums as (
    select document_id, sum(low) as low, min(claim) as first_claim from budgets where item <> 'total' group by document_id
)
select t.document_id,
    case when t.high is null or s.low is null or t.claim is null then null else s.low <= t.high end as holds,
    '总额没有写明完成率，或完成率为零' as why,
    'C' || t.claim || case when s.first_claim is null then '' else ',C' || s.first_claim end as refs,
    t.rate as actual,
    cast(null as bigint) as expected,
    cast(round(t.high / 10000.0) * 10000 as bigint) as budget,
    cast(round(s.low / 10000.0) * 10000 as bigint) as parts
from budgets t
left join sums s on s.document_id = t.document_id
where t.item = 'total' and t.claim is not null
