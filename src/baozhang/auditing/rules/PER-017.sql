-- title: 文字所述项目金额与得分应与项目表一致
-- severity: error
-- family: PER
-- basis: 部门预决算绩效情况说明；项目支出绩效自评表、绩效目标表
-- applies: both
-- needs: claims,evaluations.self|evaluations.target
-- source: R-PF-017
-- message: 文字称“{subject}”{what}{actual:num}{unit}，表内为{expected:num}{unit}
-- figures: num
with said as (
  select c.*, regexp_replace(replace(substr(c.item, 9), '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as spoken
  from claims c where c.item like 'project:%' and c.kind in ('score', 'amount', 'completion') and c.unbound = ''
),
named as (select distinct document_id, spoken as other, spoken as other_name from said where spoken <> ''),
forms as (
  select document_id, form, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as form_name
  from evaluations where kind in ('self', 'target') and copy_of is null and project <> ''
),
exact as (
  select n.document_id, n.other, f.form, count(*) over (partition by n.document_id, n.other) as forms_of_other,
    count(*) over (partition by n.document_id, f.form) as others_of_form
  from named n join forms f on f.document_id = n.document_id and f.form_name = n.other_name
),
near as (
  select n.document_id, n.other, f.form, count(*) over (partition by n.document_id, n.other) as forms_of_other,
    count(*) over (partition by n.document_id, f.form) as others_of_form
  from named n join forms f on f.document_id = n.document_id
    and length(f.form_name) >= 4 and length(n.other_name) >= 4
    and (strpos(f.form_name, n.other_name) > 0 or strpos(n.other_name, f.form_name) > 0)
  where not exists (select 1 from exact x where x.document_id = n.document_id and x.other = n.other)
    and not exists (select 1 from exact x where x.document_id = n.document_id and x.form = f.form)
),
left_over as (  -- one name and one form that found no partner belong together when they begin alike
  select n.document_id, n.other, f.form, f.form_name, n.other_name, count(*) over (partition by n.document_id) as pairs
  from named n join forms f on f.document_id = n.document_id
  where not exists (select 1 from exact x where x.document_id = n.document_id and (x.other = n.other or x.form = f.form))
    and not exists (select 1 from near x where x.document_id = n.document_id and (x.other = n.other or x.form = f.form))
),
matched as (
  select document_id, other, form, 'exact' as how from exact where forms_of_other = 1 and others_of_form = 1
  union all
  select document_id, other, form, 'near' as how from near where forms_of_other = 1 and others_of_form = 1
  union all
  select document_id, other, form, 'rest' as how from left_over
  where pairs = 1 and length(form_name) >= 6 and left(form_name, 4) = left(other_name, 4) and right(form_name, 2) = right(other_name, 2)
),
added as (
  select f.document_id, f.form, cast(sum(i.score) as bigint) + max(f.funds_score) as points
  from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
),
compared as (
  select s.*, m.form, f.project,
    case when s.kind = 'score' then concat('T', cast(f.form as varchar))
      else coalesce('M' || cast(u.funding as varchar), concat('E', cast(f.form as varchar))) end as place,
    case
      when s.kind = 'score' then case when s.value = a.points then a.points else f.total end
      when s.kind = 'completion' then f.rate
      when s."column" = 'budget' and f.initial is not null and s.value = f.initial then f.initial
      when s."column" = 'budget' then coalesce(f.adjusted, f.initial)
      when s."column" = 'executed' then f.executed
    end as printed
  from said s
  join matched m on m.document_id = s.document_id and m.other = s.spoken
  join evaluations f on f.document_id = m.document_id and f.form = m.form and f.kind in ('self', 'target')
  left join added a on a.document_id = m.document_id and a.form = m.form
  left join fundings u on u.document_id = m.document_id and u.form = m.form and u.source = 'total'
)
select document_id,
  case when printed is null then null else abs(value - printed) <= half_unit end as holds,
  '表内没有相应的数' as why,
  concat('C', cast(claim as varchar), ',', place) as refs,
  -- money is shown in 万元 in ten-thousandths, the scale of the other figures
  case when kind = 'amount' then value // 100 else value end as actual,
  case when kind = 'amount' then printed // 100 else printed end as expected,
  case kind when 'score' then '自评得分' when 'completion' then '预算执行率' else
    case when "column" = 'budget' then '预算数' else '执行数' end end as what,
  case kind when 'score' then '分' when 'completion' then '%' else '万元' end as unit,
  substr(item, 9) as subject
from compared
union all
select s.document_id, cast(null as boolean), '没有找到唯一对应的表', concat('C', cast(min(s.claim) as varchar)), cast(null as bigint),
  cast(null as bigint), '', '', s.spoken
from said s
where not exists (select 1 from matched m where m.document_id = s.document_id and m.other = s.spoken)
group by s.document_id, s.spoken
