-- title: 绩效目标表的金额应与项目支出表一致
-- severity: error
-- family: PER
-- basis: 项目支出预算表；项目支出绩效目标表
-- applies: budget
-- needs: evaluations.target,projects
-- source: R-PF-019
-- message: “{subject}”的绩效目标表资金为{actual:wan}万元，项目支出表为{expected:wan}万元
-- figures: wan
with rows_of_projects as (
  select document_id, fact, value, half_unit, regexp_replace(replace(item_label, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as spoken,
    count(*) over (partition by document_id, regexp_replace(replace(item_label, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')) as same_name
  from facts where statement = 'projects' and item <> 'total' and "column" = 'total'
),
named as (select document_id, fact as other, spoken as other_name from rows_of_projects where same_name = 1 and spoken <> ''),
forms as (
  select document_id, form, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as form_name
  from evaluations where kind in ('self', 'target') and copy_of is null and project <> ''
),
exact as (
  select n.document_id, n.other, f.form, count(*) over (partition by n.document_id, n.other) as forms_of_other,
    count(*) over (partition by n.document_id, f.form) as others_of_form
  from named n join forms f on f.document_id = n.document_id and f.form_name = n.other_name
),
near as (
  select n.document_id, n.other, f.form, count(*) over (partition by n.document_id, n.other) as forms_of_other,
    count(*) over (partition by n.document_id, f.form) as others_of_form
  from named n join forms f on f.document_id = n.document_id
    and length(f.form_name) >= 4 and length(n.other_name) >= 4
    and (strpos(f.form_name, n.other_name) > 0 or strpos(n.other_name, f.form_name) > 0)
  where not exists (select 1 from exact x where x.document_id = n.document_id and x.other = n.other)
    and not exists (select 1 from exact x where x.document_id = n.document_id and x.form = f.form)
),
left_over as (  -- one name and one form that found no partner belong together when they begin alike
  select n.document_id, n.other, f.form, f.form_name, n.other_name, count(*) over (partition by n.document_id) as pairs
  from named n join forms f on f.document_id = n.document_id
  where not exists (select 1 from exact x where x.document_id = n.document_id and (x.other = n.other or x.form = f.form))
    and not exists (select 1 from near x where x.document_id = n.document_id and (x.other = n.other or x.form = f.form))
),
matched as (
  select document_id, other, form, 'exact' as how from exact where forms_of_other = 1 and others_of_form = 1
  union all
  select document_id, other, form, 'near' as how from near where forms_of_other = 1 and others_of_form = 1
  union all
  select document_id, other, form, 'rest' as how from left_over
  where pairs = 1 and length(form_name) >= 6 and left(form_name, 4) = left(other_name, 4) and right(form_name, 2) = right(other_name, 2)
)
select r.document_id,
  case when coalesce(f.adjusted, f.initial) is null then null else abs(coalesce(f.adjusted, f.initial) - r.value) <= r.half_unit end as holds,
  '目标表没有资金总额' as why,
  concat('E', cast(f.form as varchar), coalesce(',M' || cast(u.funding as varchar), ''), ',F', cast(r.fact as varchar)) as refs, coalesce(f.adjusted, f.initial) as actual, r.value as expected,
  case when f.project <> '' then f.project else f.title end as subject
from rows_of_projects r
join matched m on m.document_id = r.document_id and m.other = r.fact
join evaluations f on f.document_id = m.document_id and f.form = m.form and f.kind = 'target'
left join fundings u on u.document_id = m.document_id and u.form = m.form and u.source = 'total'
