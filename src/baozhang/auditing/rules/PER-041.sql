-- title: 绩效目标表的金额应与项目支出表一致
-- severity: error
-- family: PER
-- basis: 项目支出预算表；项目支出绩效目标表
-- applies: budget
-- needs: evaluations.target,projects
-- source: R-PF-019
-- message: “{subject}”的绩效目标表资金为{actual:wan}万元，项目支出表为{expected:wan}万元
-- figures: wan
select r.document_id,
  case when coalesce(f.adjusted, f.initial) is null then null else abs(coalesce(f.adjusted, f.initial) - r.value) <= r.half_unit end as holds,
  '目标表没有资金总额' as why,
  concat('E', cast(f.form as varchar), coalesce(',M' || cast(u.funding as varchar), ''), ',F', cast(r.fact as varchar)) as refs, coalesce(f.adjusted, f.initial) as actual, r.value as expected,
  case when f.project <> '' then f.project else f.title end as subject
from facts r
join matched m on m.document_id = r.document_id and m.source = 'projects' and m.other = cast(r.fact as varchar)
join evaluations f on f.document_id = m.document_id and f.form = m.form and f.kind = 'target'
left join fundings u on u.document_id = m.document_id and u.form = m.form and u.source = 'total'
