-- title: 部门整体自评表与项目自评表的同一指标应一致
-- severity: warning
-- family: PER
-- basis: 部门整体绩效自评表；项目支出绩效自评表
-- applies: final
-- needs: evaluations.department,evaluations.self,indicators
-- source: R-PF-017
-- message: 部门整体自评表中“{name}”（指标值{target_text}）的完成值为{actual_text}，项目“{subject}”的自评表为{other_text}
-- figures: num
with pairs as (
  select d.document_id, d.indicator, d.name, d.target_text, d.actual_text, d.actual, p.indicator as other, p.actual as other_actual,
    p.actual_text as other_text, f.project as subject, count(*) over (partition by d.document_id, d.indicator) as twins
  from indicators d
  join evaluations e on e.document_id = d.document_id and e.form = d.form and e.kind = 'department' and e.copy_of is null
  join indicators p on p.document_id = d.document_id and p.name = d.name and p.target = d.target and p.target_unit = d.target_unit
  join evaluations f on f.document_id = p.document_id and f.form = p.form and f.kind = 'self' and f.copy_of is null
  where length(d.name) >= 6 and d.actual is not null and p.actual is not null and d.name not like '%满意%'
)
select document_id, case when actual = other_actual then true when twins = 1 then false end as holds, '几张项目自评表都有这个指标' as why,
  concat('I', cast(indicator as varchar), ',I', cast(other as varchar)) as refs, actual, other_actual as expected,
  name, target_text, actual_text, other_text, subject
from pairs
