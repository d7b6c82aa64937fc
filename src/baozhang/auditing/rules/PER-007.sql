-- title: 指标得分应与完成情况相符
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）：完成指标值记满分，未完成按完成值与指标值的比例记分
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”指标值{target_text}、完成值{actual_text}、分值{weight:num}分，{verdict}，得分{actual:num}分
-- figures: num
with judged as (
  -- aim: the target in the unit of the actual value; "100100%" (a figure printed twice over) counts as 100 %
  select i.*, f.kind, f.project, f.title, f.copy_of,
    case
      when i.target_unit in ('%', '百分比') and i.target >= 1001000000 and i.target % 10010000 = 0 then i.target // 1001
      when i.target_unit in ('%', '百分比') and i.target between 10100000 and 99990000 and i.target % 1010000 = 0 then i.target // 101
      when i.target_unit like '万%' and i.actual_unit <> '' and i.actual_unit not like '万%' then i.target * 10000
      when i.target_unit = '' and i.actual_unit = '%' and i.target <= 10000 then i.target * 100
      else i.target
    end as aim,
    i.target_unit = '' or i.actual_unit = '' or (i.target_unit in ('%', '百分比') and i.actual_unit in ('%', '百分比'))
      or strpos(i.target_unit, i.actual_unit) = 1 or strpos(i.actual_unit, i.target_unit) = 1
      or i.target_unit = concat('万', i.actual_unit) as comparable
  from indicators i join evaluations f on f.document_id = i.document_id and f.form = i.form
),
reached as (
  select judged.*,
    case
      when aim is null or actual is null or not comparable or (aim > 0 and actual > aim * 1000) then null
      when operator = '>=' then actual >= aim
      when operator = '>' then actual > aim
      when operator = '<=' then actual <= aim
      when operator = '<' then actual < aim
      when actual = aim then true
      when operator = '=' and aim = 0 then false
      when operator = '=' and actual < aim and level1 not like '成本%' and level2 not like '%成本%' then false
    end as met
  from judged
),
scored as (
  select r.*, n.pattern as no_reason, p.pattern as positive, x.pattern as positive_except,
    cast(r.score as double) / nullif(r.weight, 0) as share,
    case
      when r.operator in ('<=', '<') then cast(r.aim as double) / nullif(r.actual, 0)
      else cast(r.actual as double) / nullif(r.aim, 0)
    end as ratio
  from reached r
  join indicator_words n on n.topic = 'no_reason'
  join indicator_words p on p.topic = 'positive_rate'
  join indicator_words x on x.topic = 'positive_rate_except'
  where r.kind in ('self', 'department') and r.copy_of is null and r.weight > 0 and r.score is not null and r.score <= r.weight
),
expected as (
  select s.*, cast(round(s.weight * s.ratio / 100) * 100 as bigint) as by_ratio,
    s.met = false and s.score > 0 and s.score < s.weight as partial,
    abs(s.score - s.weight * s.ratio) <= 150 or (s.score % 1000 = 0 and abs(s.score - s.weight * s.ratio) <= 501) as proportional,
    s.name like '%满意%' and ((s.actual between 800000 and 899999 and s.score * 10 = s.weight * 8)
      or (s.actual between 600000 and 799999 and s.score * 10 = s.weight * 5)) as banded,
    s.reason <> '' and not regexp_matches(s.reason, s.no_reason) as explained,
    s.operator in ('<=', '<') and regexp_matches(s.name, s.positive) and not regexp_matches(s.name, s.positive_except) as wrong_sign,
    -- a digit or unit slipped in the actual value: another rule speaks of it
    s.operator in ('<=', '<', '=') and s.target_unit in ('元', '万元', '千元', '百元', '亿元') and s.actual >= s.aim * 5 and s.aim > 0 as slipped
  from scored s
),
method as (
  select document_id, cast(sum(case when partial and (proportional or banded) then 1 else 0 end) as bigint) as fit,
    cast(sum(case when partial and not proportional and not banded then 1 else 0 end) as bigint) as misfit
  from expected group by document_id
)
select e.document_id,
  case
    when e.met is null then null
    when e.met and e.score = e.weight then true
    when e.met then case when e.explained or e.wrong_sign then null else false end
    when e.score = e.weight then false
    when e.score = 0 then case when e.ratio < 0.6 or e.ratio is null or e.operator in ('<=', '<') then true end
    when e.proportional or e.banded then true
    when e.ratio is null then true
    when m.misfit >= 2 and m.fit = 0 then null
    else false
  end as holds,
  case
    when e.met is null then '指标值与完成值不能作数值比较'
    when e.met then '已达到指标值而扣分，表内说明了原因'
    when e.score = 0 then '未完成的指标不得分，办法未知'
    else '该文件的未完成指标没有按比例记分，办法未知'
  end as why,
  concat('I', cast(e.indicator as varchar), ',E', cast(e.form as varchar)) as refs, e.score as actual,
  case when e.met then e.weight else coalesce(e.by_ratio, 0) end as expected,
  case
    when e.met then '已达到指标值应得满分'
    when e.ratio is null then '未达到指标值不应得满分'
    else concat('未达到指标值，按比例应得', cast(round(e.weight * e.ratio / 100) / 100 as varchar), '分')
  end as verdict,
  e.name, e.target_text, e.actual_text, e.weight, case when e.project <> '' then e.project else e.title end as subject
from expected e join method m on m.document_id = e.document_id
where not e.slipped and e.aim is not null and e.actual is not null
