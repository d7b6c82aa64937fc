-- title: 各评价等次的项目数之和应等于评价项目数
-- severity: error
-- family: TXT
-- basis: 评价结果等次为“优”“良”“中”“差”的项目数合计即评价项目数
-- applies: final
-- needs: claims.performance:count
-- source: R-TX-022
-- message: 开展评价的项目{expected:num}个，各等次项目合计{actual:num}个
-- suggestion: 核对项目数与各等次项目数
-- figures: num
--
-- The grades are compared with the project count of their own paragraph; without one, nothing is sure.
with grades as (
    select document_id, block, sum(value) as total, string_agg(concat('C', cast(claim as varchar)), ',' order by claim) as claims, count(distinct item) as kinds, count(*) as grades
    from claims
    where kind = 'count' and item like 'performance.grade.%'
    group by document_id, block
),
projects as (
    select document_id, block, min(claim) as claim, min(value) as low, max(value) as high
    from claims
    where kind = 'count' and item in ('performance.evaluated_projects', 'performance.self_projects')
    group by document_id, block
)
select g.document_id,
    case
        when p.claim is null or p.low <> p.high or g.kinds <> g.grades then null
        else g.total = p.low
    end as holds,
    '没有在同一处写明项目数' as why,
    concat(g.claims, coalesce(',C' || cast(p.claim as varchar), '')) as refs,
    cast(g.total as bigint) as actual,
    p.low as expected
from grades g
left join projects p on p.document_id = g.document_id and p.block = g.block
