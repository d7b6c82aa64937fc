-- title: 决算的“三公”经费预算数应与当年公开的部门预算一致
-- severity: warning
-- family: YOY
-- basis: “三公”经费支出决算表的预算数；一般公共预算“三公”经费支出预算表
-- applies: final
-- needs: three_public|claims.three_public
-- source: R-BU-014
-- across: stage
-- message: “三公”经费“{label}”的预算数为{actual:wan}万元，公开的部门预算为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对预算数；为调整后的全年预算数的，予以注明
-- figures: wan
--
-- A budget that was adjusted during the year is no longer the published one: a note, or words of 全年预算, say so.
with printed as (
    select document_id, item, min(value) as value, max(half_unit) as half_unit, min('F' || fact) as ref, min(item_label) as label,
        false as adjusted
    from facts where statement = 'three_public' and "column" = 'budget'
    group by document_id, item having min(value) = max(value)
),
spoken as (
    select document_id, item, min(value) as value, max(half_unit) as half_unit, min('C' || claim) as ref, min(subject) as label
    from claims where statement = 'three_public' and "column" = 'budget' and kind = 'amount' and base = 'initial_budget' and unit = '元'
    group by document_id, item having min(value) = max(value)
),
notes as (
    select document_id, max(case when note like '%全年%' or note like '%调整%' then 1 else 0 end) as adjusted
    from statements where statement = 'three_public' group by document_id
),
words as (
    select document_id, 1 as adjusted from claims
    where statement = 'three_public' and base = 'adjusted_budget' group by document_id
),
budgets as (
    select b.document_id, b.item, b.value, b.half_unit, b.ref, b.label,
        coalesce(n.adjusted, 0) + coalesce(w.adjusted, 0) as adjusted
    from printed b
    left join notes n on n.document_id = b.document_id
    left join words w on w.document_id = b.document_id
    union all
    select s.document_id, s.item, s.value, s.half_unit, s.ref, s.label, 0
    from spoken s left join printed b on b.document_id = s.document_id and b.item = s.item
    where b.ref is null
)
select p.document_id,
    case when abs(n.value - l.value) <= n.half_unit + l.half_unit then true when n.adjusted > 0 then null else false end as holds,
    '预算数为调整后的全年预算数' as why,
    n.ref || ',' || p.partner_id || '/' || l.ref as refs, n.value as actual, l.value as expected, n.label
from partners p
join documents d on d.document_id = p.document_id and d.stage = 'final'
join budgets n on n.document_id = p.document_id
join printed l on l.document_id = p.partner_id and l.item = n.item
where p.relation = 'stage'
