-- title: 指标值不应远低于上年的完成值
-- severity: warning
-- family: YOY
-- basis: 绩效目标应当合理可行、不低于正常业绩水平；绩效指标值参考历史数据设定
-- applies: final
-- needs: evaluations.self, indicators
-- source: R-PF-025
-- across: year
-- message: “{project}”的“{name}”本年指标值“{actual}”，上年完成值为“{expected}”，不到上年的七成
-- suggestion: 说明指标值低于上年完成值的原因，或调高指标值
-- figures: text
-- gather: 4
--
-- Only floors (≥) of one project, one name and one unit; a project whose budget fell as much may well aim lower. Of a few pieces, one
-- less is nothing.
with named as (
    select document_id, form, project, adjusted, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as project_name
    from evaluations where kind = 'self' and copy_of is null and project <> ''
),
single as (
    select document_id, project_name, min(form) as form, min(project) as project, min(adjusted) as money
    from named where project_name <> '' group by document_id, project_name having count(*) = 1
),
floors as (
    select document_id, form, regexp_replace(name, '[^一-龥A-Za-z0-9]', '', 'g') as indicator_name, min(indicator) as indicator,
        min(name) as name, min(target) as target, min(target_unit) as unit, min(target_text) as text, min(actual) as actual,
        min(actual_unit) as actual_unit, min(actual_text) as actual_text
    from indicators where operator in ('>=', '>') and target is not null and target_unit <> ''
    group by document_id, form, regexp_replace(name, '[^一-龥A-Za-z0-9]', '', 'g') having count(*) = 1
),
-- distinct changes nothing: it keeps the planner from joining the indicators of all documents by name first
pairs as (
    select distinct s.document_id, s.form, s.project, s.money, p.partner_id, t.form as partner_form, t.money as partner_money
    from partners p
    join single s on s.document_id = p.document_id
    join single t on t.document_id = p.partner_id and t.project_name = s.project_name
    where p.relation = 'year'
),
own as (
    select distinct s.*, n.indicator_name, n.indicator, n.name, n.target, n.unit, n.text
    from pairs s join floors n on n.document_id = s.document_id and n.form = s.form
)
select s.document_id,
    case when l.actual is null or s.unit <> l.unit or l.actual_unit not in ('', l.unit) then null
        when s.target * 10 >= l.actual * 7 or l.actual - s.target < 20000 then true
        when s.money is null or s.partner_money is null or s.money * 10 < s.partner_money * 8 then null else false end as holds,
    '两年的单位写法不同，或项目预算同时减少' as why,
    'I' || s.indicator || ',' || s.partner_id || '/I' || l.indicator as refs, s.text as actual, l.actual_text as expected, s.project, s.name
from own s
join floors l on l.document_id = s.partner_id and l.form = s.partner_form and l.indicator_name = s.indicator_name
