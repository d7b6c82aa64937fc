-- title: 预算执行率指标的完成值应与资金栏的执行率一致
-- severity: warning
-- family: PER
-- basis: 绩效自评表：指标栏与资金栏
-- applies: final
-- needs: evaluations.self,indicators
-- source: R-PF-005
-- message: “{subject}”的指标“{name}”完成值{actual_text}，资金栏执行率为{expected:pct}%
-- figures: pct
select i.document_id, abs(i.actual - e.rate) <= case when i.actual % 10000 = 0 then 5000 when i.actual % 1000 = 0 then 500 else 100 end as holds,
  concat('I', cast(i.indicator as varchar), ',', coalesce('M' || cast(m.funding as varchar), concat('E', cast(e.form as varchar)))) as refs, i.actual, e.rate as expected, i.name, i.actual_text,
  case when e.project <> '' then e.project else e.title end as subject
from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'total'
where e.kind = 'self' and e.copy_of is null and e.adjusted > 0 and e.rate is not null and i.actual is not null
  and i.target_unit in ('%', '百分比') and regexp_matches(i.name, '^(项目)?(预算|资金|经费)执行率$')
