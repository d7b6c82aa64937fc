-- title: 执行数明显超过全年预算数，应调整预算数或说明原因
-- severity: warning
-- family: PER
-- basis: 预算法：支出应以批准的预算为依据
-- applies: final
-- needs: fundings
-- source: R-PF-023
-- message: “{subject}”执行{executed:wan}万元，全年预算{adjusted:wan}万元，执行率{actual:pct}%
-- figures: pct
select m.document_id,
  case
    when m.executed <= m.adjusted * 1.05 + m.half_unit then true
    when m.rate <= 1050000 then null
    else false
  end as holds, '所印执行率不超过105%，金额或执行率有误' as why,
  concat('M', cast(m.funding as varchar)) as refs,
  cast(round(cast(m.executed as double) / m.adjusted * 10000) * 100 as bigint) as actual, cast(1000000 as bigint) as expected,
  m.executed, m.adjusted, case when e.project <> '' then e.project else e.title end as subject
from fundings m join evaluations e on e.document_id = m.document_id and e.form = m.form
where m.source = 'total' and e.copy_of is null and e.kind in ('self', 'department') and m.adjusted > 0 and m.executed is not null
