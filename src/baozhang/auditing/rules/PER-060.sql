-- title: 项目清单（汇总表）中的执行率应等于执行数除以预算数
-- severity: error
-- family: PER
-- basis: 项目支出绩效自评情况汇总表：执行率=执行数÷预算数
-- applies: both
-- needs: evaluations.list
-- source: R-PF-005
-- message: “{title}”中{subject}的执行率为{actual:pct}%，按预算{budget:wan}万元、执行{executed:wan}万元计算应为{expected:pct}%
-- suggestion: 将执行率“{actual:pct}%”改为“{expected:pct}%”
-- figures: pct
with finest as (
  select document_id, title,
    case when max(case when rate % 1000 <> 0 then 1 else 0 end) = 1 then 60 when max(case when rate % 10000 <> 0 then 1 else 0 end) = 1 then 510 else 5010 end as half
  from evaluations where kind in ('list', 'sums') and rate is not null group by document_id, title
),
lines as (
  select e.*, f.half, coalesce(e.adjusted, e.initial) as budget, case e.money_unit when '万元' then 5000 else 50 end as slack
  from evaluations e join finest f on f.document_id = e.document_id and f.title = e.title
  where e.kind in ('list', 'sums') and e.rate is not null and e.executed is not null and coalesce(e.adjusted, e.initial) is not null
)
select document_id,
  case
    when budget <= slack then null
    when abs(rate - cast(executed as double) / budget * 1000000) <= half + cast(slack as double) / budget * 2000000 then true
    when initial > slack and abs(rate - cast(executed as double) / initial * 1000000) <= half + cast(slack as double) / initial * 2000000 then true
    else false
  end as holds,
  '预算数为0，执行率无从计算' as why, concat('E', cast(form as varchar)) as refs, rate as actual,
  cast(round(cast(executed as double) / nullif(budget, 0) * 10000) * 100 as bigint) as expected, budget, executed, title,
  case when project <> '' then concat('“', project, '”') else '合计行' end as subject
from lines
