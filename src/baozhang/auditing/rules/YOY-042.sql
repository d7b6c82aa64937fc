-- title: 自评表的指标值应与当年公开的绩效目标表一致
-- severity: warning
-- family: YOY
-- basis: 绩效目标一经批复不得随意调整，确需调整的按程序报批；自评对照批复的绩效目标
-- applies: final
-- needs: evaluations.self, indicators
-- source: R-TX-023
-- across: stage
-- message: “{project}”的“{name}”自评表的指标值为“{actual}”，部门预算公开的绩效目标表为“{expected}”
-- suggestion: 核对指标值；绩效目标按程序调整过的，予以说明
-- figures: text
-- gather: 8
--
-- Cost ceilings follow the adjusted budget and are left out.
with named as (
    select document_id, form, kind, project, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as project_name
    from evaluations where kind in ('self', 'target') and copy_of is null and project <> ''
),
single as (
    select document_id, kind, project_name, min(form) as form, min(project) as project
    from named where project_name <> '' group by document_id, kind, project_name having count(*) = 1
),
targets as (
    select document_id, form, regexp_replace(name, '[^一-龥A-Za-z0-9]', '', 'g') as indicator_name, min(indicator) as indicator,
        min(name) as name, min(operator) as operator, min(target) as target, min(target_unit) as unit, min(target_text) as text
    from indicators where level1 <> '成本指标' and level2 not like '%成本%' and target is not null
    group by document_id, form, regexp_replace(name, '[^一-龥A-Za-z0-9]', '', 'g') having count(*) = 1
)
select s.document_id,
    case when n.unit <> l.unit then null when n.target = l.target and n.operator = l.operator then true
        when n.operator <> l.operator and n.target = l.target then null else false end as holds,
    '两处指标值的单位或符号写法不同' as why,
    'I' || n.indicator || ',' || p.partner_id || '/I' || l.indicator as refs, n.text as actual, l.text as expected, s.project, n.name
from partners p
join single s on s.document_id = p.document_id and s.kind = 'self'
join single t on t.document_id = p.partner_id and t.kind = 'target' and t.project_name = s.project_name
join targets n on n.document_id = s.document_id and n.form = s.form
join targets l on l.document_id = t.document_id and l.form = t.form and l.indicator_name = n.indicator_name
where p.relation = 'stage'
