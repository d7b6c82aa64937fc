-- title: 预算执行得分应符合该文件采用的评分办法
-- severity: error
-- family: PER
-- basis: 绩效自评表：预算执行率得分；办法由全文各表推断
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-005
-- message: “{subject}”预算执行率{rate:pct}%，得{actual:num}分；该文件其他各表按“{scheme_title}”记分，应得{expected:num}分
-- figures: num
with tasks as (
  select document_id, form, min(case when coalesce(met, score = weight) then 1 else 0 end) as done_by_value,
    min(case when score = weight then 1 else 0 end) as done_by_score
  from reached group by document_id, form
),
rates as (
  select e.*, t.done_by_value, t.done_by_score,
    case when e.adjusted > 0 and e.executed is not null then cast(round(cast(e.executed as double) / e.adjusted * 1000000) as bigint) end as computed
  from evaluations e join tasks t on t.document_id = e.document_id and t.form = e.form
  where e.kind in ('self', 'department') and e.copy_of is null and e.funds_weight > 0 and e.funds_score is not null
    and (e.rate is not null or e.adjusted > 0 and e.executed is not null)
),
options as (
  -- the printed rate or the computed one, the task judged by values or by scores: a form fits when any of them fits
  select document_id, form, funds_weight, funds_score, rate as percent, case when done_by_value = 1 then 'complete' else 'incomplete' end as task, 1 as place
  from rates where rate is not null
  union all
  select document_id, form, funds_weight, funds_score, rate, case when done_by_score = 1 then 'complete' else 'incomplete' end, 2 from rates where rate is not null
  union all
  select document_id, form, funds_weight, funds_score, computed, case when done_by_value = 1 then 'complete' else 'incomplete' end, 3 from rates where computed is not null
  union all
  select document_id, form, funds_weight, funds_score, computed, case when done_by_score = 1 then 'complete' else 'incomplete' end, 4 from rates where computed is not null
),
awarded as (
  select o.*, b.scheme, b.title as scheme_title, b.priority, b.step, b.rounds_down,
    cast(o.funds_weight as double) * b.points_share / 10000 * case when b.proportional then least(o.percent, 1000000) / 1000000.0 else 1 end as points
  from options o
  join scheme_bands b on o.percent >= b.from_value and o.percent < b.to_value and b.task in ('any', o.task)
),
rounded as (
  select a.*, cast(case when rounds_down then floor(points / step + 0.000001) else round(points / step) end as bigint) * step as due from awarded a
),
forms as (
  select document_id, form, scheme, scheme_title, priority, max(case when abs(funds_score - due) <= 100 then 1 else 0 end) as fits,
    max(case when place = 3 then due end) as due, max(due) as any_due
  from rounded group by document_id, form, scheme, scheme_title, priority
),
schemes as (
  select document_id, scheme, priority, count(*) as examined, cast(sum(fits) as bigint) as fitting from forms group by document_id, scheme, priority
),
best as (
  select s.*, max(s.fitting) over (partition by s.document_id) as most from schemes s
),
chosen as (
  select document_id, scheme, priority, examined, fitting, row_number() over (partition by document_id order by priority) as place
  from best where fitting = most
),
verdicts as (
  -- a form that fits any of the schemes that fit best is right
  select f.document_id, f.form, max(f.fits) as fits, min(c.examined) as examined, max(c.fitting) as fitting,
    max(case when c.place = 1 then coalesce(f.due, f.any_due) end) as due, max(case when c.place = 1 then f.scheme_title end) as scheme_title
  from forms f join chosen c on c.document_id = f.document_id and c.scheme = f.scheme
  group by f.document_id, f.form
)
select v.document_id,
  case
    when v.fitting * 10 < v.examined * 8 then null
    when v.fits = 1 then true
    -- a weight that makes the form more or less than 100 points is PER-001's finding when the points fit the weight that is left
    when w.meant > 0 and w.meant <> r.funds_weight and abs(r.funds_score - v.due * (cast(w.meant as double) / r.funds_weight)) <= 150 then null
    when v.examined < 2 then null
    else false
  end as holds,
  case when v.fitting * 10 >= v.examined * 8 and v.examined >= 2 then '分值合计不是100分，是分值有误'
    when v.examined < 2 then '只有一张表，评分办法无法推断' else '没有一种已知的评分办法适合八成以上的表' end as why,
  coalesce('M' || cast(m.funding as varchar), concat('E', cast(r.form as varchar))) as refs,
  r.funds_score as actual, v.due as expected, v.scheme_title, coalesce(r.rate, r.computed) as rate, case when r.project <> '' then r.project else r.title end as subject
from verdicts v
join rates r on r.document_id = v.document_id and r.form = v.form
left join (
  select document_id, form, 1000000 - cast(sum(weight) as bigint) as meant from indicators group by document_id, form
) w on w.document_id = r.document_id and w.form = r.form
left join fundings m on m.document_id = r.document_id and m.form = r.form and m.source = 'total'
