-- title: 部门评价不应照抄单位自评
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）：单位自评与部门评价是两种评价
-- applies: final
-- needs: evaluations.report,evaluations.self,indicators
-- source: R-PF-020
-- message: {copies}份评价报告（共{reports}份）与自评表的指标、完成值和得分完全相同，没有另行评价
-- figures: num
with namesakes as (
  select r.document_id, r.form as report, f.form
  from evaluations r join evaluations f on f.document_id = r.document_id and f.kind = 'self' and f.copy_of is null
    and regexp_replace(replace(f.project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')
      = regexp_replace(replace(r.project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')
  where r.kind = 'report' and r.project <> ''
),
alike as (
  select n.document_id, n.report, n.form, count(b.indicator) as same_values
  from namesakes n
  left join indicators a on a.document_id = n.document_id and a.form = n.report
  left join indicators b on b.document_id = n.document_id and b.form = n.form and b.actual = a.actual
    and regexp_replace(b.name, '[^一-龥A-Za-z0-9]', '', 'g') = regexp_replace(a.name, '[^一-龥A-Za-z0-9]', '', 'g')
  group by n.document_id, n.report, n.form
),
closest as (select a.*, max(a.same_values) over (partition by a.document_id, a.report) as most from alike a),
pairs as (
  -- a report and the self-evaluation form of the same project; of two units' forms the one that shares most values
  select document_id, report, form, count(*) over (partition by document_id, report) as candidates from closest where same_values = most
),
aligned as (
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
),
sizes as (select document_id, form, count(*) as size from indicators group by document_id, form),
sameness as (
  select a.document_id, a.report, a.form, count(*) as common,
    cast(sum(case when a.report_weight = a.form_weight and a.report_score = a.form_score
      and (a.report_actual = a.form_actual or a.report_actual is null and a.form_actual is null) then 1 else 0 end) as bigint) as equal
  from aligned a where a.twins = 1 and a.other_twins = 1 group by a.document_id, a.report, a.form
),
copies as (
  select s.document_id, s.report, s.form, s.common = s.equal and s.common >= 4 and s.common = z.size and r.total = f.total as copied
  from sameness s
  join sizes z on z.document_id = s.document_id and z.form = s.report
  join evaluations r on r.document_id = s.document_id and r.form = s.report
  join evaluations f on f.document_id = s.document_id and f.form = s.form
),
reports as (select document_id, count(*) as reports from evaluations where kind = 'report' group by document_id)
select c.document_id, cast(sum(case when c.copied then 1 else 0 end) as bigint) = 0 as holds,
  coalesce(string_agg(case when c.copied then concat('E', cast(c.report as varchar)) end, ',' order by c.report),
    concat('E', cast(min(c.report) as varchar))) as refs,
  cast(sum(case when c.copied then 10000 else 0 end) as bigint) as actual, cast(0 as bigint) as expected,
  cast(sum(case when c.copied then 1 else 0 end) as bigint) as copies, max(r.reports) as reports
from copies c join reports r on r.document_id = c.document_id
group by c.document_id
