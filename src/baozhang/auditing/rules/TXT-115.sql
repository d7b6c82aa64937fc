-- title: 安排购置车辆总数应等于各类购置车辆之和
-- severity: error
-- family: TXT
-- basis: 国有资产占用情况说明中的购置计划
-- applies: both
-- needs: claims.count
-- source: R-TX-015
-- message: 安排购置车辆{actual:num}辆，各类合计{expected:num}辆
-- suggestion: 核对购置车辆总数与各类车辆数
-- figures: num
with kinds as (
    select document_id, sum(value) as total, count(*) as kinds, count(distinct item) as distinct_kinds,
        string_agg(concat('C', cast(claim as varchar)), ',' order by claim) as claims
    from claims
    where kind = 'count' and item like 'purchase.vehicles.kind.%'
    group by document_id
),
totals as (
    select document_id, min(claim) as claim, min(value) as low, max(value) as high
    from claims
    where kind = 'count' and item = 'purchase.vehicles'
    group by document_id
)
select t.document_id,
    case
        when t.low <> t.high or k.kinds <> k.distinct_kinds then null
        when k.total is null then case when t.low = 0 then true end
        else t.low = k.total
    end as holds,
    case when k.total is null then '没有分类列出购置的车辆' else '购置车辆数写了不止一次' end as why,
    concat('C', cast(t.claim as varchar), coalesce(',' || k.claims, '')) as refs,
    t.low as actual,
    cast(k.total as bigint) as expected
from totals t
left join kinds k on k.document_id = t.document_id
