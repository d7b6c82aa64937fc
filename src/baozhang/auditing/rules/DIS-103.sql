-- title: 一般公共预算基本支出应当公开到经济分类款级
-- severity: error
-- family: DIS
-- basis: 预算法实施条例第六条：一般公共预算基本支出按经济性质分类公开到款
-- applies: both
-- needs: basic
-- source: R-DISC-03
-- message: 一般公共预算基本支出表只公开到经济分类{actual}级科目，应当公开到款级
-- suggestion: 补充公开款级科目
-- figures: text
with depths as (
    select document_id, max(length(item)) as depth, min(fact) as fact
    from facts
    where statement = 'basic' and regexp_matches(item, '^[0-9]+$')
    group by document_id
),
sizes as (
    select document_id, max(abs(value)) as largest from facts where statement = 'basic' group by document_id
)
select d.document_id,
    case when s.largest = 0 then null else d.depth >= 5 end as holds,
    '表中没有金额' as why,
    'F' || d.fact as refs,
    case when d.depth >= 5 then '款' else '类' end as actual,
    '款' as expected
from depths d
join sizes s on s.document_id = d.document_id
