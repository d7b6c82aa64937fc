-- title: 指标的完成率、得分率应计算正确
-- severity: error
-- family: PER
-- basis: 绩效自评表、评价得分表：完成率=完成值÷指标值（反向指标为指标值÷完成值），得分率=得分÷分值
-- applies: both
-- needs: indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”{what}为{actual:pct}%，按{how}计算应为{expected:pct}%
-- suggestion: 将{what}“{actual:pct}%”改为“{expected:pct}%”
-- figures: pct
with finest as (
  select document_id, form, 
    case when max(case when completion % 1000 <> 0 then 1 else 0 end) = 1 then 60 when max(case when completion % 10000 <> 0 then 1 else 0 end) = 1 then 510 else 5010 end as half,
    case when max(case when score_rate % 1000 <> 0 then 1 else 0 end) = 1 then 60 when max(case when score_rate % 10000 <> 0 then 1 else 0 end) = 1 then 510 else 5010 end as score_half
  from indicators where completion is not null or score_rate is not null group by document_id, form
),
rates as (
  select r.*, f.half, f.score_half, case when r.project <> '' then r.project else r.title end as subject,
    case when r.operator in ('<=', '<') then cast(r.aim as double) / nullif(r.actual, 0) else cast(r.actual as double) / nullif(r.aim, 0) end * 1000000 as reached_share
  from reached r join finest f on f.document_id = r.document_id and f.form = r.form
  where r.copy_of is null and r.kind <> 'list'
)
select document_id,
  case
    when met is null or reached_share is null then null
    when abs(completion - reached_share) <= half or abs(completion - 1000000000000.0 / nullif(reached_share, 0)) <= half then true
    -- the other way to rate what should be small: as much above 100 % as it stays below the target
    when operator in ('<=', '<') and abs(completion - (2000000 - cast(actual as double) / nullif(aim, 0) * 1000000)) <= half then true
    -- what is reached may be told as reached in full
    when met and completion = 1000000 then true
    else false
  end as holds,
  'warning' as severity, '指标值或完成值不是可比的数' as why,
  concat('I', cast(indicator as varchar)) as refs, completion as actual, cast(round(reached_share / 100) * 100 as bigint) as expected, name, '完成率' as what,
  '指标值与完成值' as how, subject
from rates where completion is not null
union all
select document_id,
  case when weight is null or score is null or weight = 0 then null else abs(score_rate - cast(score as double) / weight * 1000000) <= score_half end,
  null, '分值或得分没有印出',
  concat('I', cast(indicator as varchar)), score_rate, cast(round(cast(score as double) / nullif(weight, 0) * 10000) * 100 as bigint), name, '得分率',
  '分值与得分', subject
from rates where score_rate is not null
