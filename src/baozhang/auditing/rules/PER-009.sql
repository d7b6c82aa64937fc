-- title: 没有或极少支出而产出指标全部完成，不可信
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表；产出应由资金投入取得
-- applies: final
-- needs: evaluations.self,indicators
-- source: R-PF-009
-- message: “{subject}”全年预算{budget:wan}万元、执行{executed:wan}万元，产出指标却{outputs}项全部完成并得满分
-- figures: pct
with outputs as (
  select document_id, form, count(*) as outputs, cast(sum(case when score = weight then 1 else 0 end) as bigint) as full_marks,
    string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as lines
  from indicators
  where (level1 like '产出%' or regexp_matches(level2, '^(数量|质量|时效)')) and weight is not null and score is not null
  group by document_id, form
),
forms as (
  select e.*, o.outputs, o.full_marks, o.lines, case when e.adjusted > 0 then e.adjusted else e.initial end as budget,
    cast(e.executed as double) / nullif(e.adjusted, 0) as spent
  from evaluations e join outputs o on o.document_id = e.document_id and o.form = e.form
  where e.kind = 'self' and e.copy_of is null and e.executed is not null and e.adjusted is not null
)
select document_id,
  case
    when outputs < 2 then null
    when adjusted = 0 and (executed <> 0 or coalesce(initial, 0) = 0) then null
    when adjusted > 0 and spent >= 0.1 then true
    else full_marks < outputs
  end as holds,
  -- some money may have been enough, and a project without a budget may have been paid elsewhere: to be explained
  case when adjusted = 0 or executed > 0 then 'warning' end as severity,
  case when outputs < 2 then '产出指标过少' else '没有预算数' end as why,
  concat('E', cast(form as varchar), ',', lines) as refs, cast(round(coalesce(spent, 0) * 1000000) as bigint) as actual,
  cast(null as bigint) as expected, budget, executed, outputs, case when forms.project <> '' then forms.project else forms.title end as subject
from forms
