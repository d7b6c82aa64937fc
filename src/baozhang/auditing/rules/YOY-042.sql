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
-- Cost ceilings follow the adjusted budget and are left out. Indicators are paired by grouping: many documents have one of the same
-- name, and a join over the names alone would pair all of them.
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
),
compared as (
    select p.document_id, p.partner_id, s.project, s.form, t.form as partner_form
    from partners p
    join single s on s.document_id = p.document_id and s.kind = 'self'
    join single t on t.document_id = p.partner_id and t.kind = 'target' and t.project_name = s.project_name
    where p.relation = 'stage'
),
printed as (
    select c.document_id, c.partner_id, c.project, true as own, n.indicator_name, n.indicator, n.name, n.operator, n.target, n.unit, n.text
    from compared c join targets n on n.document_id = c.document_id and n.form = c.form
    union all
    select c.document_id, c.partner_id, c.project, false, l.indicator_name, l.indicator, l.name, l.operator, l.target, l.unit, l.text
    from compared c join targets l on l.document_id = c.partner_id and l.form = c.partner_form
),
pairs as (
    select document_id, partner_id, project,
        max(case when own then indicator end) as indicator, max(case when own then name end) as name,
        max(case when own then operator end) as operator, max(case when own then target end) as target,
        max(case when own then unit end) as unit, max(case when own then text end) as text,
        max(case when not own then indicator end) as last_indicator, max(case when not own then operator end) as last_operator,
        max(case when not own then target end) as last_target, max(case when not own then unit end) as last_unit,
        max(case when not own then text end) as last_text
    from printed group by document_id, partner_id, project, indicator_name having count(*) = 2
)
select document_id,
    case when unit <> last_unit then null when target = last_target and operator = last_operator then true
        when operator <> last_operator and target = last_target then null else false end as holds,
    '两处指标值的单位或符号写法不同' as why,
    'I' || indicator || ',' || partner_id || '/I' || last_indicator as refs, text as actual, last_text as expected, project, name
from pairs
