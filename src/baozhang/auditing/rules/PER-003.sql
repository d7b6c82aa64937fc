-- title: 总分应等于各项得分之和
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表
-- applies: both
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-003
-- message: “{subject}”总分{actual:num}分，各指标得分与预算执行得分合计{expected:num}分，相差{difference:num}分
-- figures: num
with sums as (
  select i.document_id, i.form, cast(sum(i.weight) as bigint) as weights, cast(sum(i.score) as bigint) as scores,
    cast(sum(case when i.score is null then 1 else 0 end) as bigint) as unscored, cast(sum(case when i.weight is null then 1 else 0 end) as bigint) as unread
  from indicators i group by i.document_id, i.form
),
forms as (
  select e.*, s.weights, s.scores, s.unscored, s.unread, s.weights + coalesce(e.funds_weight, 0) as together,
    s.scores + coalesce(e.funds_score, 0) as added, e.total - s.scores - coalesce(e.funds_score, 0) as rest
  from evaluations e join sums s on s.document_id = e.document_id and s.form = e.form
  where e.kind in ('self', 'department') and e.copy_of is null and e.total is not null
)
select document_id,
  case
    when unscored > 0 or unread > 0 then null
    when abs(rest) <= 100 and (e.funds_score is not null or weights >= 1000000) then true
    when e.funds_score is null and weights < 1000000 and rest between 0 and 1000000 - weights
      and (rest in (0, 500000 * (1000000 - weights) // 1000000, 700000 * (1000000 - weights) // 1000000, 1000000 - weights)
        or abs(rest - (1000000 - weights) * least(e.rate, 1000000) / 1000000.0) <= 100) then true
    when together <> 1000000 or e.funds_score is null then null
    else false
  end as holds,
  case when abs(rest) <= 500 then 'note' end as severity,
  case
    when unscored > 0 or unread > 0 then '有指标的得分没有读出'
    when e.funds_score is null then '表内没有预算执行得分'
    else '各项分值合计不是100分，无法核对总分'
  end as why,
  concat('E', cast(form as varchar)) as refs, total as actual, added as expected, case when e.project <> '' then e.project else e.title end as subject
from forms e
