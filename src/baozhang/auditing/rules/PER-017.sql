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
  join matched m on m.document_id = s.document_id and m.source = 'text' and m.other = s.spoken
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
where not exists (select 1 from matched m where m.document_id = s.document_id and m.source = 'text' and m.other = s.spoken)
group by s.document_id, s.spoken
