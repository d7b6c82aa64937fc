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
    cast(sum(case when i.score is null then 1 else 0 end) as bigint) as unscored, count(*) as found, cast(sum(case when i.weight is null then 1 else 0 end) as bigint) as unread,
    string_agg(concat('I', cast(i.indicator as varchar)), ',' order by i.indicator) as lines
  from indicators i group by i.document_id, i.form
),
suspects as (
  -- what single scores miss: points short although the target is reached, full points although it is missed
  select r.document_id, r.form,
    case when r.met then r.weight - r.score
      else cast(round(r.weight * (case when r.operator in ('<=', '<') then cast(r.aim as double) / nullif(r.actual, 0)
        else cast(r.actual as double) / nullif(r.aim, 0) end)) as bigint) - r.score end as missing
  from reached r left join unexplained u on u.document_id = r.document_id and u.indicator = r.indicator
  where (r.met and r.score < r.weight and u.indicator is not null 
      and (r.aim = 0 or r.actual < r.aim * 1.3 and not (r.operator in ('<=', '<') and r.actual <= r.aim * 0.7))) or (not r.met and r.score = r.weight)
),
forms as (
  select e.*, s.lines, s.weights, s.scores, s.unscored, s.unread, s.found, s.weights + coalesce(e.funds_weight, 0) as together,
    s.scores + coalesce(e.funds_score, 0) as added, e.total - s.scores - coalesce(e.funds_score, 0) as rest
  from evaluations e join sums s on s.document_id = e.document_id and s.form = e.form
  where e.kind in ('self', 'department') and e.copy_of is null and e.total is not null
),
explained as (
  select distinct e.document_id, e.form
  from forms e join suspects s on s.document_id = e.document_id and s.form = e.form where abs(s.missing - e.rest) <= 150
)
select e.document_id,
  case
    -- a form that prints no weights at all adds its points up all the same
    when unscored = 0 and unread = found and e.funds_score is not null and found > 2 then abs(rest) <= 100
    when unscored > 0 or unread > 0 then null
    when abs(rest) <= 100 and (e.funds_score is not null or weights >= 1000000) then true
    when weights = 1000000 and abs(total - scores) <= 100 then true
    when e.funds_score is null and weights < 1000000 and rest between 0 and 1000000 - weights
      and (rest in (0, 500000 * (1000000 - weights) // 1000000, 700000 * (1000000 - weights) // 1000000, 1000000 - weights)
        or abs(rest - (1000000 - weights) * least(e.rate, 1000000) / 1000000.0) <= 100) then true
    when together <> 1000000 and weights <> 1000000 then null
    -- the total is right when one wrong score explains the difference; the score is another rule's finding
    when x.form is not null then null
    else false
  end as holds,
  case when abs(rest) <= 500 then 'note' when unread = found then 'warning' end as severity,
  case
    when unscored > 0 or unread > 0 then '有指标的得分没有读出'
    when e.funds_score is null and weights < 1000000 then '表内没有预算执行得分'
    when together <> 1000000 and weights <> 1000000 then '各项分值合计不是100分，无法核对总分'
    else '总分与指标应得的分相符，是指标得分有误'
  end as why,
  concat('T', cast(e.form as varchar), ',', coalesce('M' || cast(m.funding as varchar), concat('E', cast(e.form as varchar))), ',', lines) as refs, total as actual, added as expected, case when e.project <> '' then e.project else e.title end as subject
from forms e
left join explained x on x.document_id = e.document_id and x.form = e.form
left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'total'
