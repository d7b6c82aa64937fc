-- title: 部门评价不应照抄单位自评
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）：单位自评与部门评价是两种评价
-- applies: final
-- needs: evaluations.report,evaluations.self,indicators
-- source: R-PF-020
-- message: {copies}份评价报告（共{reports}份）与自评表的指标、完成值和得分完全相同，没有另行评价
-- figures: num
with sizes as (select document_id, form, count(*) as size from indicators group by document_id, form),
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
