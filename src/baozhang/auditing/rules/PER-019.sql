-- title: 绩效目标表的资金合计不应超过项目支出预算
-- severity: warning
-- family: PER
-- basis: 部门预算项目支出；项目支出绩效目标表
-- applies: budget
-- needs: evaluations.target,projects|general|spending
-- source: R-PF-019
-- message: {forms}张绩效目标表的资金合计{actual:wan}万元，项目支出预算为{expected:wan}万元，多{difference:wan}万元
-- figures: wan
with forms as (
  select e.document_id, count(*) as forms, count(coalesce(e.adjusted, e.initial)) as read_forms, cast(sum(coalesce(e.adjusted, e.initial)) as bigint) as money,
    string_agg(coalesce('M' || cast(m.funding as varchar), concat('E', cast(e.form as varchar))), ',' order by e.form) as refs
  from evaluations e
  left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'total'
  where e.kind = 'target' and e.copy_of is null and e.project <> '' -- a whole department's targets are no project's
  group by e.document_id
),
budget as (
  select document_id, max(case when statement = 'general' then 0 else 1 end) as all_funds, max(value) as money, max(half_unit) as slack, min(fact) as fact
  from facts
  where item = 'total' and (statement = 'projects' and "column" = 'total' or statement in ('general', 'spending') and "column" = 'project')
  group by document_id
)
select f.document_id,
  case
    when f.read_forms < f.forms or u.document_id is not null then null
    when abs(f.money - b.money) <= b.slack * (f.forms + 1) then true
    when f.money < b.money or b.all_funds = 0 then null
    else false
  end as holds,
  '绩效目标表没有覆盖全部项目支出，或没有全部资金的项目支出数，或有表未能可靠读出' as why,
  concat(f.refs, ',F', cast(b.fact as varchar)) as refs, f.money as actual, b.money as expected, f.forms
from forms f join budget b on b.document_id = f.document_id left join unread_forms u on u.document_id = f.document_id
