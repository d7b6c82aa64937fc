-- title: 同一项目不应有两张不同的表
-- severity: warning
-- family: PER
-- basis: 项目支出绩效自评表、绩效目标表：一个项目一张表
-- applies: both
-- needs: evaluations.self|evaluations.target
-- source: R-PF-022
-- message: “{actual}”（{unit_name}）有两张表，内容不一致
-- figures: text
with forms as (
  select e.document_id, e.form, e.kind, e.project, e.unit_name, e.copy_of, e.adjusted, e.initial, e.executed, e.total,
    regexp_replace(e.project, '[^一-龥A-Za-z0-9]', '', 'g') as plain
  from evaluations e where e.kind in ('self', 'target') and e.project <> ''
),
pairs as (
  select a.document_id, a.form as earlier, b.form as later, a.project, a.unit_name
  from forms a join forms b on b.document_id = a.document_id and b.kind = a.kind and b.plain = a.plain and b.unit_name = a.unit_name and b.form > a.form
  where a.copy_of is null and b.copy_of is null
)
select f.document_id, case when p.later is null then true when f.unit_name <> '' then false end as holds, '表内没有实施单位，无法判断是否同一项目' as why,
  concat('E', cast(coalesce(p.later, f.form) as varchar), ',E', cast(f.form as varchar)) as refs, f.project as actual,
  cast(null as varchar) as expected, f.unit_name
from forms f left join pairs p on p.document_id = f.document_id and p.earlier = f.form
where f.copy_of is null
