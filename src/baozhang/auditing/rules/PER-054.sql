-- title: 年度任务的金额应与合计一致
-- severity: error
-- family: PER
-- basis: 部门整体支出绩效目标表、自评表：年度主要任务及金额
-- applies: both
-- needs: evaluations.target|evaluations.department|evaluations.self,fundings
-- source: R-PF-006
-- message: “{subject}”年度任务“{label}”的{what}为{actual:wan}万元，{parts}合计{expected:wan}万元，相差{difference:wan}万元
-- figures: wan
with cells as (
  select document_id, form, funding, source, label, line, half_unit, '年初预算数' as what, 1 as place, initial as amount from fundings where source like 'task%'
  union all
  select document_id, form, funding, source, label, line, half_unit, '预算数', 2, adjusted from fundings where source like 'task%'
  union all
  select document_id, form, funding, source, label, line, half_unit, '执行数', 3, executed from fundings where source like 'task%'
),
sums as (
  -- along a row: a task (or all of them) and the money it is made of; down a column: all tasks and each of them
  select t.document_id, t.form, t.funding, t.label, t.what, t.place, t.amount, '财政拨款、其他资金' as parts, true as along,
    cast(sum(p.amount) as bigint) as added, count(p.amount) as read_parts, count(*) as all_parts, t.half_unit + cast(sum(p.half_unit) as bigint) as slack,
    string_agg(concat('M', cast(p.funding as varchar)), ',' order by p.funding) as part_refs
  from cells t join cells p on p.document_id = t.document_id and p.form = t.form and p.line = t.line and p.place = t.place and p.source like t.source || '.%'
  where t.source in ('task', 'tasks') and t.amount is not null
  group by t.document_id, t.form, t.funding, t.label, t.what, t.place, t.amount, t.half_unit
  union all
  select t.document_id, t.form, t.funding, t.label, t.what, t.place, t.amount, '各任务', false,
    cast(sum(p.amount) as bigint), count(p.amount), count(*), t.half_unit + cast(sum(p.half_unit) as bigint),
    string_agg(concat('M', cast(p.funding as varchar)), ',' order by p.funding)
  from cells t join cells p on p.document_id = t.document_id and p.form = t.form and p.place = t.place and p.source = replace(t.source, 'tasks', 'task')
  where t.source like 'tasks%' and t.amount is not null
  group by t.document_id, t.form, t.funding, t.label, t.what, t.place, t.amount, t.half_unit
),
wrong_sums as (
  -- all tasks together are out: that their sources are, too, says nothing more
  select distinct s.document_id, s.form, s.place from sums s join fundings m on m.document_id = s.document_id and m.funding = s.funding
  where not s.along and m.source = 'tasks' and s.read_parts = s.all_parts and abs(s.amount - s.added) > s.slack
),
wrong_rows as (
  select distinct document_id, form, place, abs(amount - added) as gap from sums where along and read_parts = all_parts and all_parts > 1 and abs(amount - added) > slack
)
select s.document_id,
  case
    when abs(s.amount - s.added) <= s.slack then true
    when s.read_parts < s.all_parts or s.all_parts < 2 then null
    when not s.along and w.form is not null then null -- the row of one task is out by as much: that finding tells it
    when not s.along and m.source <> 'tasks' and x.form is not null then null
    else false
  end as holds,
  case when w.form is not null then '某一任务的金额本身不等于各来源之和，由该任务报告' else '各任务或各来源的金额没有全部印出' end as why,
  -- the tasks may be the main ones only
  case when not s.along and s.added < s.amount then 'warning' end as severity,
  concat('M', cast(s.funding as varchar), ',', s.part_refs) as refs, s.amount as actual, s.added as expected, s.label, s.what, s.parts,
  case when e.project <> '' then e.project else e.title end as subject
from sums s join evaluations e on e.document_id = s.document_id and e.form = s.form
join fundings m on m.document_id = s.document_id and m.funding = s.funding
left join wrong_sums x on x.document_id = s.document_id and x.form = s.form and x.place = s.place
left join wrong_rows w on w.document_id = s.document_id and w.form = s.form and w.place = s.place and w.gap = abs(s.amount - s.added) and not s.along
where e.copy_of is null
