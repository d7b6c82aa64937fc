-- title: 项目清单（汇总表）应与自评表、目标表一致
-- severity: error
-- family: PER
-- basis: 绩效自评情况汇总表、绩效目标公开清单
-- applies: both
-- needs: evaluations.list,evaluations.self|evaluations.target
-- source: R-PF-017
-- message: 清单中“{subject}”的{what}为{actual}，表内为{expected}
-- figures: text
with sides as (
  select l.document_id, l.form as list_form, f.form, m.how, l.project, f.project as form_project, l.total as list_total,
    -- a total that is not the sum of the points is another rule's finding
    case when l.total = a.points then a.points else f.total end as total, l.grade as list_grade, f.grade,
    coalesce(l.adjusted, l.initial) as list_budget, f.initial, f.adjusted, l.executed as list_executed, f.executed,
    coalesce('M' || cast(u.funding as varchar), concat('E', cast(f.form as varchar))) as funds_row,
    coalesce((select max(m.half_unit) from fundings m where m.document_id = f.document_id and m.form = f.form), 5000) as half
  from evaluations l
  join matched m on m.document_id = l.document_id and m.source = 'list' and m.other = cast(l.form as varchar) and l.kind = 'list'
  join evaluations f on f.document_id = m.document_id and f.form = m.form
  left join added a on a.document_id = m.document_id and a.form = m.form
  left join fundings u on u.document_id = m.document_id and u.form = m.form and u.source = 'total'
)
select document_id, case when list_total is null or total is null then null else list_total = total end as holds, '一方没有得分' as why,
  concat('T', cast(list_form as varchar), ',T', cast(form as varchar)) as refs,
  concat(regexp_replace(cast(cast(list_total * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''), '分') as actual, concat(regexp_replace(cast(cast(total * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''), '分') as expected, '自评得分' as what,
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
  concat('E', cast(list_form as varchar), ',', funds_row), concat(regexp_replace(cast(cast(list_budget * 0.000001 as decimal(20, 6)) as varchar), '0{1,5}$', ''), '万元'),
  concat(regexp_replace(cast(cast(coalesce(adjusted, initial) * 0.000001 as decimal(20, 6)) as varchar), '0{1,5}$', ''), '万元'), '预算数', project, cast(null as varchar)
from sides where list_budget is not null
union all
select document_id, case when executed is null then null else abs(list_executed - executed) <= half end, '表内没有执行数',
  concat('E', cast(list_form as varchar), ',', funds_row), concat(regexp_replace(cast(cast(list_executed * 0.000001 as decimal(20, 6)) as varchar), '0{1,5}$', ''), '万元'),
  concat(regexp_replace(cast(cast(executed * 0.000001 as decimal(20, 6)) as varchar), '0{1,5}$', ''), '万元'), '执行数', project, cast(null as varchar)
from sides where list_executed is not null
union all
select document_id, false, '', concat('E', cast(list_form as varchar), ',E', cast(form as varchar)), concat('“', project, '”'),
  concat('“', form_project, '”'), '项目名称', project, 'note'
from sides where how <> 'exact'
union all
select l.document_id, cast(null as boolean), '没有找到唯一对应的表', concat('E', cast(l.form as varchar)), '', '', '', l.project, cast(null as varchar)
from evaluations l
where l.kind = 'list' and not exists (
  select 1 from matched m where m.document_id = l.document_id and m.source = 'list' and m.other = cast(l.form as varchar)
)
