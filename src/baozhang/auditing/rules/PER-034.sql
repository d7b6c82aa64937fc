-- title: 预算执行率偏低应说明原因
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表：预算执行率偏低的应逐条说明原因和改进措施
-- applies: final
-- needs: evaluations.self|evaluations.department
-- source: R-PF-008
-- message: “{subject}”预算执行率只有{actual:pct}%，表内没有说明原因和改进措施
-- figures: pct
with told as (
  -- forms whose account of the results gives a reason
  select distinct e.document_id, e.form
  from evaluations e join indicator_words w on strpos(e.result, w.word) > 0 where w.topic = 'reason'
),
reasons as (
  select i.document_id, i.form, max(case when u.indicator is null then 1 else 0 end) as given,
    min(case when (i.level1 like '产出%' or regexp_matches(i.level2, '^(数量|质量|时效)')) and i.score < i.weight then 0 else 1 end) as outputs_full
  from indicators i left join unexplained u on u.document_id = i.document_id and u.indicator = i.indicator group by i.document_id, i.form
),
forms as (
  select e.*, r.given, r.outputs_full,
    coalesce(e.rate, cast(round(cast(e.executed as double) / nullif(e.adjusted, 0) * 1000000) as bigint)) as percent
  from evaluations e left join reasons r on r.document_id = e.document_id and r.form = e.form
  where e.kind in ('self', 'department') and e.copy_of is null and e.adjusted > 0
)
select f.document_id,
  f.percent >= 800000 or coalesce(f.given, 0) = 1 or f.low_reason <> '' or t.form is not null as holds,
  coalesce('M' || cast(m.funding as varchar), concat('E', cast(f.form as varchar))) as refs,
  f.percent as actual, cast(800000 as bigint) as expected, case when f.project <> '' then f.project else f.title end as subject
from forms f
left join told t on t.document_id = f.document_id and t.form = f.form
left join fundings m on m.document_id = f.document_id and m.form = f.form and m.source = 'total'
where f.percent is not null
  -- hardly any money spent and all outputs reached is another rule's finding
  and not (f.kind = 'self' and f.percent < 100000 and coalesce(f.outputs_full, 0) = 1)
