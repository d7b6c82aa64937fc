-- title: 自评表各项分值合计应为100分
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表
-- applies: both
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-001
-- message: “{subject}”分值合计{actual:num}分，应为{expected:num}分
-- figures: num
with sums as (
  select i.document_id, i.form, count(*) as rows_found, cast(sum(i.weight) as bigint) as weights, cast(sum(least(i.score, i.weight)) as bigint) as scores,
    cast(sum(case when i.weight is null then 1 else 0 end) as bigint) as unread, cast(sum(case when i.score is null then 1 else 0 end) as bigint) as unscored,
    string_agg(concat('I', cast(i.indicator as varchar)), ',' order by i.indicator) as lines
  from indicators i group by i.document_id, i.form
),
forms as (
  select e.*, s.rows_found, s.weights, s.unread, s.unscored, s.lines, s.weights + coalesce(e.funds_weight, 0) as together,
    e.total - s.scores - coalesce(e.funds_score, 0) as points_missing
  from evaluations e join sums s on s.document_id = e.document_id and s.form = e.form
  where e.kind in ('self', 'department') and e.copy_of is null
),
closings as (
  -- how the forms of the document close: at 100 with the points for execution, or without them
  select document_id, cast(sum(case when funds_weight > 0 and together = 1000000 then 1 else 0 end) as bigint) as closed_with,
    cast(sum(case when funds_weight > 0 and weights = 1000000 then 1 else 0 end) as bigint) as closed_without,
    -- a form without its last part, which most have, was parted by a page
    2 * count(total) > count(*) as most_have_totals
  from forms group by document_id
)
select forms.document_id,
  case
    when unread > 0 or rows_found < 3 then null
    when together = 1000000 then true
    -- some forms show the points for execution among the indicators as well: never where the other forms of the document do not
    when weights = 1000000 then closed_with < 2 or closed_with < 3 * closed_without
    -- a whole-department form without a row of points for execution closes with the ten points that are not printed
    when funds_weight is null and together in (900000, 800000) then case when kind = 'department' then true end
    -- weights short, and points by as much or more: a row was lost in the text, not a wrong weight
    when together < 1000000 and total is null and most_have_totals then null
    when together < 1000000 and unscored = 0 and points_missing >= 1000000 - together then null
    else false
  end as holds,
  case
    when unread > 0 then '有指标的分值没有读出'
    when rows_found < 3 then '指标过少，表可能不完整'
    when total is null and together < 1000000 then '表内没有总分，可能不完整'
    when funds_weight is null then '表内没有预算执行分值'
    else '分值与得分缺少同样的分数，表内可能有一行没有读出'
  end as why,
  concat('E', cast(form as varchar), ',', lines) as refs, together as actual, cast(1000000 as bigint) as expected,
  case when forms.project <> '' then forms.project else forms.title end as subject
from forms join closings on closings.document_id = forms.document_id
union all
-- the sum of the weights as the form prints it
select document_id, case when unread > 0 then null when weight_total in (weights, together) then true when together = 1000000 or weights = 1000000 then false end,
  '有指标的分值没有读出，或各项分值本身合计不是100分', concat('T', cast(form as varchar), ',', lines), weight_total,
  case when together = 1000000 then together else weights end, case when forms.project <> '' then forms.project else forms.title end
from forms where weight_total is not null
