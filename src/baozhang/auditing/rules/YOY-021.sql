-- title: 决算所写的年初预算应与当年公开的部门预算一致
-- severity: error
-- family: YOY
-- basis: 一般公共预算财政拨款支出决算情况说明：年初预算即批复并公开的部门预算，按项级科目列示
-- applies: final
-- needs: claims.amount
-- source: R-BU-014
-- across: stage
-- message: “{subject}”的年初预算写为{actual:wan}万元，公开的部门预算为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对年初预算；口径与部门预算不同的，予以说明
-- figures: wan
-- gather: 8
--
-- Where the totals differ the two documents do not speak of the same scope: that is one question, not one for every item.
with planned as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit, min(subject) as subject
    from claims
    where kind = 'amount' and base = 'initial_budget' and statement = 'general' and "column" = 'total' and unit = '元' and unbound = ''
    group by document_id, item having min(value) = max(value)
),
published as (
    select document_id, item, min(value) as value, max(half_unit) as half_unit, min(fact) as fact
    from facts where statement = 'general' and "column" = 'total'
    group by document_id, item having min(value) = max(value)
),
totals as (
    select p.document_id, p.partner_id, b.value as whole, b.fact,
        case when t.value is null then null else abs(t.value - b.value) <= t.half_unit + b.half_unit end as same
    from partners p
    join published b on b.document_id = p.partner_id and b.item = 'total'
    left join planned t on t.document_id = p.document_id and t.item = 'total'
    where p.relation = 'stage'
)
select n.document_id,
    case
        when abs(n.value - coalesce(b.value, 0)) <= n.half_unit + coalesce(b.half_unit, 0) then true
        when n.item = 'total' then false
        when t.same is null and b.value is null then null
        when t.same is false then null
        else false
    end as holds,
    case when t.same is false then '年初预算总额与公开的部门预算不一致，各科目口径不同' else '公开的部门预算中没有这一科目' end as why,
    'C' || n.claim || ',' || t.partner_id || '/F' || coalesce(b.fact, t.fact) as refs,
    n.value as actual, coalesce(b.value, 0) as expected,
    case when n.item = 'total' or t.same is null then 'warning' else 'error' end as severity, n.subject
from totals t
join planned n on n.document_id = t.document_id
left join published b on b.document_id = t.partner_id and b.item = n.item
