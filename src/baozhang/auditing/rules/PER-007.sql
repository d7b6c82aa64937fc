-- title: 指标得分应与完成情况相符
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）：完成指标值记满分，未完成按完成值与指标值的比例记分
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”指标值{target_text}、完成值{actual_text}、分值{weight:num}分，{verdict}，得分{actual:num}分
-- figures: num
with scored as (
  select r.*, u.indicator is null as explained, coalesce(k.positive_rate, 0) = 1 and coalesce(k.positive_rate_except, 0) = 0 as positive,
    coalesce(k.satisfaction, 0) = 1 and r.operator not in ('<=', '<') and r.met = false as rated,
    case
      when r.operator in ('<=', '<') then cast(r.aim as double) / nullif(r.actual, 0)
      else cast(r.actual as double) / nullif(r.aim, 0)
    end as ratio
  from reached r
  left join unexplained u on u.document_id = r.document_id and u.indicator = r.indicator
  left join named_topics k on k.document_id = r.document_id and k.indicator = r.indicator
  where r.kind in ('self', 'department') and r.copy_of is null and r.weight > 0 and r.score is not null and r.score <= r.weight
),
expected as (
  select s.*, cast(round(s.weight * s.ratio / 100) * 100 as bigint) as by_ratio,
    s.met = false and s.score > 0 and s.score < s.weight as partial,
    abs(s.score - s.weight * s.ratio) <= 150 or (s.score % 1000 = 0 and abs(s.score - s.weight * s.ratio) <= 501) as proportional,
    exists (
      -- what schemes with bands of satisfaction give (the same bands that score a form)
      select 1 from satisfaction_bands b
      where s.rated and s.actual >= b.from_value and s.actual < b.to_value and abs(s.score - s.weight * cast(b.points_share as double) / 10000) <= 50
    ) as banded,
    s.operator in ('<=', '<') and s.positive as wrong_sign,
    -- a digit or unit slipped in the actual value: another rule speaks of it
    s.operator in ('<=', '<', '=') and s.target_unit in ('元', '万元', '千元', '百元', '亿元') and s.actual >= s.aim * 5 and s.aim > 0 as slipped
  from scored s
),
weights as (
  -- how far the weights of a form miss 100: a weight printed too large by as much as points are short is a wrong weight
  select f.document_id, f.form, cast(sum(i.weight) as bigint) + coalesce(max(f.funds_weight), 0) - 1000000 as surplus
  from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
),
linear as (
  -- a document that gives execution in proportion follows no scheme with bands
  select document_id, count(*) as forms from evaluations
  where kind in ('self', 'department') and rate > 0 and rate < 1000000 and abs(funds_score - funds_weight * cast(rate as double) / 1000000) <= 100
    and funds_score * 10 not in (funds_weight * 7, funds_weight * 5) group by document_id
),
method as (
  select e.document_id, cast(sum(case when partial and (proportional or banded) then 1 else 0 end) as bigint) as fit,
    cast(sum(case when partial and not proportional and not banded then 1 else 0 end) as bigint) as misfit,
    cast(sum(case when banded and partial and not proportional then 1 else 0 end) as bigint) as by_bands,
    cast(sum(case when rated and proportional and not banded then 1 else 0 end) as bigint) + coalesce(max(l.forms), 0) as by_shares
  from expected e left join linear l on l.document_id = e.document_id group by e.document_id
)
select e.document_id,
  case
    when e.met is null or e.wrong_sign then null
    when e.met and e.score = e.weight then true
    -- far more than the target may cost points: the target was too low
    when e.met then case when e.explained or e.weight - e.score = w.surplus
        or (e.aim > 0 and (e.actual >= e.aim * 1.3 or e.operator in ('<=', '<') and e.actual <= e.aim * 0.7)) then null else false end
    -- so near the target that the share of the points rounds to all of them
    when e.score = e.weight and coalesce(e.by_ratio, 0) = e.weight then true
    when e.score = e.weight and e.banded and e.proportional then null -- by its band, or by a share that rounds to all points
    when e.banded and not e.proportional then case when m.by_shares > 0 then false when e.partial or m.by_bands > 0 then true end
    when e.score = e.weight then false
    when e.score = 0 then case when e.ratio < 0.6 or e.ratio is null or e.operator in ('<=', '<') then true end
    when e.proportional then true
    when e.ratio is null then true
    when m.misfit >= 2 and m.fit = 0 then null
    else false
  end as holds,
  case
    when e.met is null then '指标值与完成值不能作数值比较'
    when e.wrong_sign then '指标值的符号与指标含义不符'
    when e.met and e.weight - e.score = w.surplus then '分值合计不是100分，可能是分值有误'
    when e.met and e.explained then '已达到指标值而扣分，表内说明了原因'
    when e.met then '完成值远超指标值，可能按偏离度调减得分'
    when e.banded and e.proportional then '满意度按档记分应得此分，按比例记分取一位小数也得此分'
    when e.banded then '满意度按档记分应得此分，按比例则不应，没有别的满意度可资判断'
    when e.score = 0 then '未完成的指标不得分，办法未知'
    else '该文件的未完成指标没有按比例记分，办法未知'
  end as why,
  concat('I', cast(e.indicator as varchar)) as refs, e.score as actual,
  case when e.met then e.weight else coalesce(e.by_ratio, 0) end as expected,
  case
    when e.met then '已达到指标值应得满分'
    when e.ratio is null then '未达到指标值不应得满分'
    else concat('未达到指标值，按比例应得', regexp_replace(cast(cast(round(e.weight * e.ratio / 100) as bigint) * 0.01 as varchar), '0$', ''), '分')
  end as verdict,
  e.name, e.target_text, e.actual_text, e.weight, case when e.project <> '' then e.project else e.title end as subject
from expected e
join method m on m.document_id = e.document_id
join weights w on w.document_id = e.document_id and w.form = e.form
where not e.slipped and e.aim is not null and e.actual is not null
