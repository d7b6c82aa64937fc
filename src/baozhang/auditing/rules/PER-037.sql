-- title: 评价报告应与自评表一致
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价报告；项目支出绩效自评表
-- applies: final
-- needs: evaluations.report,evaluations.self
-- source: R-PF-017
-- message: 评价报告中“{subject}”的{what}为{actual}，自评表为{expected}
-- figures: text
with own as (
  -- a department that evaluates by a framework of its own (决策、过程、产出、效益) gives its own weights and points
  select distinct f.document_id, r.form from evaluations f join evaluations r on r.document_id = f.document_id and r.kind = 'report'
    and r.project = f.project where f.kind = 'framework' and f.project <> ''
),
matched_indicators as (
  select a.*, o.form is not null as own from aligned a left join own o on o.document_id = a.document_id and o.form = a.report
)
select document_id,
  case
    when report_target is null or form_target is null then null
    else report_target = form_target
  end as holds, '指标值不是数值' as why,
  concat('I', cast(report_indicator as varchar), ',I', cast(form_indicator as varchar)) as refs, report_target_text as actual,
  form_target_text as expected, '指标值' as what, name as subject
from matched_indicators where twins = 1 and other_twins = 1 and report_target is not null
union all
select document_id,
  case when report_actual is null or form_actual is null then null else report_actual = form_actual end, '完成值不是数值',
  concat('I', cast(report_indicator as varchar), ',I', cast(form_indicator as varchar)), report_actual_text, form_actual_text, '完成值', name
from matched_indicators where twins = 1 and other_twins = 1 and report_actual is not null
union all
select document_id, case when report_weight = form_weight then true when own or form_weight is null or surplus = form_weight - report_weight and surplus <> 0 then null else false end,
  '自评表没有读出分值，或自评表的分值有误，或部门评价另行打分',
  concat('I', cast(report_indicator as varchar), ',I', cast(form_indicator as varchar)), regexp_replace(cast(cast(report_weight * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''),
  regexp_replace(cast(cast(form_weight * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''), '分值', name
from matched_indicators where twins = 1 and other_twins = 1 and report_weight is not null
union all
select document_id, case when report_score = form_score then true when own or form_score is null or form_score < form_weight and report_score = form_weight then null else false end,
  '自评表没有读出得分，或自评表的得分有误，或部门评价另行打分',
  concat('I', cast(report_indicator as varchar), ',I', cast(form_indicator as varchar)), regexp_replace(cast(cast(report_score * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''),
  regexp_replace(cast(cast(form_score * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''), '得分', name
from matched_indicators where twins = 1 and other_twins = 1 and report_score is not null
union all
select p.document_id, case when p.candidates > 1 or f.total is null or r.total is null then null when r.total = f.total or r.total = coalesce(a.points, f.total) then true
    when o.form is null then false end,
  '没有找到唯一对应的自评表，或一方没有总分，或部门评价另行打分', concat('T', cast(r.form as varchar), ',T', cast(f.form as varchar)),
  concat(regexp_replace(cast(cast(r.total * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''), '分'), concat(regexp_replace(cast(cast(f.total * 0.0001 as decimal(20, 4)) as varchar), '0{1,3}$', ''), '分'), '得分', r.project
from pairs p
join evaluations r on r.document_id = p.document_id and r.form = p.report
join evaluations f on f.document_id = p.document_id and f.form = p.form
left join added a on a.document_id = p.document_id and a.form = p.form
left join own o on o.document_id = p.document_id and o.form = p.report
union all
select p.document_id, case when p.candidates > 1 or f.executed is null then null else abs(r.executed - f.executed) <= 5000 end, '没有找到唯一对应的自评表，或自评表没有执行数',
  concat('T', cast(r.form as varchar), ',T', cast(f.form as varchar)), concat(cast(cast(r.executed * 0.000001 as decimal(20, 2)) as varchar), '万元'),
  concat(cast(cast(f.executed * 0.000001 as decimal(20, 2)) as varchar), '万元'), '支出', r.project
from pairs p
join evaluations r on r.document_id = p.document_id and r.form = p.report and r.executed is not null
join evaluations f on f.document_id = p.document_id and f.form = p.form
union all
select p.document_id, case when p.candidates > 1 or f.rate is null or r.executed <> f.executed then null else abs(r.rate - f.rate) <= 5100 end, '没有找到唯一对应的自评表，或支出本身不一致',
  concat('T', cast(r.form as varchar), ',T', cast(f.form as varchar)), concat(cast(cast(r.rate * 0.0001 as decimal(20, 2)) as varchar), '%'),
  concat(cast(cast(f.rate * 0.0001 as decimal(20, 2)) as varchar), '%'), '执行率', r.project
from pairs p
join evaluations r on r.document_id = p.document_id and r.form = p.report and r.rate is not null
join evaluations f on f.document_id = p.document_id and f.form = p.form
