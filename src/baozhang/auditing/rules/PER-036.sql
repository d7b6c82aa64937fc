-- title: 项目清单（汇总表）应与自评表、目标表一致
-- severity: error
-- family: PER
-- basis: 绩效自评情况汇总表、绩效目标公开清单
-- applies: both
-- needs: evaluations.list,evaluations.self|evaluations.target
-- source: R-PF-017
-- message: 清单中“{subject}”的{what}为{actual}，表内为{expected}
-- figures: text
with listed as (
  select e.*, regexp_replace(replace(e.project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as spoken from evaluations e where e.kind = 'list'
),
named as (select document_id, form as other, spoken as other_name from listed where spoken <> ''),
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
),
added as (
  select f.document_id, f.form, cast(sum(i.score) as bigint) + max(f.funds_score) as points
  from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
),
sides as (
  select l.document_id, l.form as list_form, f.form, m.how, l.project, f.project as form_project, l.total as list_total,
    -- a total that is not the sum of the points is another rule's finding
    case when l.total = a.points then a.points else f.total end as total, l.grade as list_grade, f.grade,
    coalesce(l.adjusted, l.initial) as list_budget, f.initial, f.adjusted, l.executed as list_executed, f.executed,
    coalesce('M' || cast(u.funding as varchar), concat('E', cast(f.form as varchar))) as funds_row,
    coalesce((select max(m.half_unit) from fundings m where m.document_id = f.document_id and m.form = f.form), 5000) as half
  from listed l
  join matched m on m.document_id = l.document_id and m.other = l.form
  join evaluations f on f.document_id = m.document_id and f.form = m.form
  left join added a on a.document_id = m.document_id and a.form = m.form
  left join fundings u on u.document_id = m.document_id and u.form = m.form and u.source = 'total'
)
select document_id, case when list_total is null or total is null then null else list_total = total end as holds, '一方没有得分' as why,
  concat('T', cast(list_form as varchar), ',T', cast(form as varchar)) as refs,
  concat(cast(list_total / 10000 as varchar), '分') as actual, concat(cast(total / 10000 as varchar), '分') as expected, '自评得分' as what,
  project as subject, cast(null as varchar) as severity
from sides where list_total is not null
union all
select document_id, case when grade = '' then null else list_grade = grade end, '表内没有等级',
  concat('T', cast(list_form as varchar), ',T', cast(form as varchar)), list_grade, grade, '等级', project, cast(null as varchar)
from sides where list_grade <> '' and grade <> '' and list_total is null
union all
select document_id,
  case when coalesce(adjusted, initial) is null then null
    else abs(list_budget - coalesce(adjusted, initial)) <= half or abs(list_budget - coalesce(initial, adjusted)) <= half end, '表内没有预算数',
  concat('E', cast(list_form as varchar), ',', funds_row), concat(cast(list_budget / 1000000 as varchar), '万元'),
  concat(cast(coalesce(adjusted, initial) / 1000000 as varchar), '万元'), '预算数', project, cast(null as varchar)
from sides where list_budget is not null
union all
select document_id, case when executed is null then null else abs(list_executed - executed) <= half end, '表内没有执行数',
  concat('E', cast(list_form as varchar), ',', funds_row), concat(cast(list_executed / 1000000 as varchar), '万元'),
  concat(cast(executed / 1000000 as varchar), '万元'), '执行数', project, cast(null as varchar)
from sides where list_executed is not null
union all
select document_id, false, '', concat('E', cast(list_form as varchar), ',E', cast(form as varchar)), concat('“', project, '”'),
  concat('“', form_project, '”'), '项目名称', project, 'note'
from sides where how <> 'exact'
union all
select l.document_id, cast(null as boolean), '没有找到唯一对应的表', concat('E', cast(l.form as varchar)), '', '', '', l.project, cast(null as varchar)
from listed l where not exists (select 1 from matched m where m.document_id = l.document_id and m.other = l.form)
