-- title: 扣分的指标应说明原因
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表：未完成的应逐条说明原因和改进措施
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-008
-- message: “{subject}”的“{name}”指标值{target_text}、完成值{actual_text}，得{actual:num}分（分值{expected:num}分），没有说明偏差原因和改进措施
-- figures: num
with weights as (
  select f.document_id, f.form, cast(sum(i.weight) as bigint) + coalesce(max(f.funds_weight), 0) - 1000000 as surplus,
    max(f.total) - coalesce(max(f.funds_score), 0) - cast(sum(i.score) as bigint) as rest
  from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
)
select r.document_id,
  case when r.score = r.weight then true when r.weight - r.score in (w.surplus, w.rest) then null else u.indicator is null end as holds,
  concat('I', cast(r.indicator as varchar)) as refs, r.score as actual, r.weight as expected,
  '分值合计或总分不符，可能是分值或得分有误' as why, r.name, r.target_text, r.actual_text, case when r.project <> '' then r.project else r.title end as subject
from reached r
left join unexplained u on u.document_id = r.document_id and u.indicator = r.indicator
join weights w on w.document_id = r.document_id and w.form = r.form
where r.kind in ('self', 'department') and r.copy_of is null and r.score is not null and r.weight > 0 and r.score <= r.weight
  -- points taken although the target is reached are the business of the rule on points
  and not (r.score < r.weight and coalesce(r.met, false))
  -- execution that is a little short costs its share of the points; where it is low, another rule asks why
  and not (r.name like '%预算执行率%' and r.actual >= 800000)
