-- title: 部门整体自评表的全年执行数应与决算支出一致
-- severity: warning
-- family: PER
-- basis: 部门整体绩效自评表；收入支出决算总表
-- applies: final
-- needs: evaluations.department,overview|fiscal
-- source: R-PF-017
-- message: 部门整体自评表的全年执行数{actual:wan}万元，与决算表的本年支出{expected:wan}万元不一致
-- figures: wan
with spending as (
  select document_id, value, half_unit, fact, statement, item,
    row_number() over (partition by document_id order by case when statement = 'overview' and item = 'spending.year' then 0 else 1 end, fact) as place
  from facts where statement in ('overview', 'fiscal') and item in ('spending.year', 'spending.total') and "column" in ('amount', 'total')
),
forms as (
  select e.document_id, e.form, e.executed, e.unit_name, coalesce(m.half_unit, 5000) as half, m.funding,
    count(*) over (partition by e.document_id) as forms
  from evaluations e left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'total'
  where e.kind = 'department' and e.copy_of is null and e.executed is not null
)
select f.document_id,
  case
    when max(case when abs(f.executed - s.value) <= f.half + s.half_unit then 1 else 0 end) = 1 then true
    when f.forms > 1 then null
    when abs(f.executed - max(case when s.place = 1 then s.value end)) * 10 > f.executed * 3 then null
    else false
  end as holds,
  '文件有多张部门整体自评表，或表与决算不是同一范围' as why,
  concat(coalesce('M' || cast(f.funding as varchar) || ',', ''), 'E', cast(f.form as varchar), ',F', cast(max(case when s.place = 1 then s.fact end) as varchar)) as refs,
  f.executed as actual, max(case when s.place = 1 then s.value end) as expected
from forms f join spending s on s.document_id = f.document_id
group by f.document_id, f.form, f.executed, f.funding, f.forms
