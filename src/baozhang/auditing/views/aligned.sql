-- Indicators of a report beside those of the form of the same project, matched by name.
select p.document_id, p.report, p.form, a.indicator as report_indicator, b.indicator as form_indicator, a.name,
  a.target as report_target, b.target as form_target, a.actual as report_actual, b.actual as form_actual,
  a.target_text as report_target_text, b.target_text as form_target_text, a.actual_text as report_actual_text, b.actual_text as form_actual_text,
  a.weight as report_weight, b.weight as form_weight, w.surplus, a.score as report_score, b.score as form_score,
  count(*) over (partition by a.document_id, a.indicator) as twins, count(*) over (partition by b.document_id, b.indicator) as other_twins
from pairs p
join indicators a on a.document_id = p.document_id and a.form = p.report and not regexp_matches(a.level1, '决策|过程|投入')
join indicators b on b.document_id = p.document_id and b.form = p.form
  and regexp_replace(a.name, '[^一-龥A-Za-z0-9]', '', 'g') = regexp_replace(b.name, '[^一-龥A-Za-z0-9]', '', 'g')
join (
  select f.document_id, f.form, cast(sum(i.weight) as bigint) + coalesce(max(f.funds_weight), 0) - 1000000 as surplus
  from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
) w on w.document_id = p.document_id and w.form = p.form
where p.candidates = 1
