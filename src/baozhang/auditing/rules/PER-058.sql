-- title: 绩效情况说明所述指标的目标、完成值与得分应与绩效表一致
-- severity: warning
-- family: PER
-- basis: 部门预决算绩效情况说明；绩效目标表、自评表
-- applies: both
-- needs: claims,indicators
-- source: R-PF-016
-- message: 文字称“{name}”{what}{said}，绩效表为{printed}
-- figures: text
with told as (
  select c.*, substr(c.item, 11) as name from claims c
  where c.item like 'indicator:%' and c.unbound = '' and c."column" in ('actual', 'target', 'score', 'weight', 'completion')
),
forms as (
  select i.*, case when i.actual_unit <> '' then i.actual_unit else i.target_unit end as own_unit from indicators i
  join evaluations e on e.document_id = i.document_id and e.form = i.form and e.kind in ('self', 'department', 'target') and e.copy_of is null
),
sides as (
  -- the figure of the form in the scale of the text: fen for money, ten-thousandths of the unit for anything else
  select t.document_id, t.claim, t.name, t."column" as col, t.text as said, t.value, t.half_unit, i.indicator, i.actual_text, i.target_text, i.score, i.weight,
    case t."column" when 'actual' then i.actual_text when 'target' then i.target_text
      else regexp_replace(cast(cast(case t."column" when 'score' then i.score else i.weight end * 0.0001 as decimal(20, 4)) as varchar), '[.]?0+$', '') end as printed,
    case when t."column" = 'score' then cast(i.score as double) when t."column" = 'weight' then cast(i.weight as double)
      when t."column" = 'completion' then case when i.operator in ('<=', '<') then cast(i.target as double) / nullif(i.actual, 0) else cast(i.actual as double) / nullif(i.target, 0) end * 1000000
      when (t.unit = '%') <> (i.own_unit in ('%', '百分比')) then null
      when t.unit = '元' and i.own_unit not in ('元', '万元', '亿元') then null
      else cast(case t."column" when 'actual' then i.actual else i.target end as double)
        * case when i.own_unit like '万%' then 10000 when i.own_unit like '亿%' then 100000000 else 1 end * case when t.unit = '元' then 0.01 else 1 end
    end as form_value,
    t."column" = 'completion' and t.value = 1000000 and i.actual >= i.target as reached
  from told t join forms i on i.document_id = t.document_id and i.name = t.name
),
judged as (
  select document_id, claim, name, col, min(said) as said, min(value) as value, count(distinct indicator) as candidates, count(form_value) as read,
    max(case when abs(value - form_value) <= half_unit + 1 or reached then 1 else 0 end) as agrees, min(printed) as printed,
    string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as refs,
    -- a figure in another scale is another figure, not a slip: 万人 told as 人
    max(case when form_value > 0 and (value > form_value * 50 or value * 50 < form_value) then 1 else 0 end) as apart
  from sides group by document_id, claim, name, col
)
select document_id,
  case when agrees = 1 then true when read = 0 or candidates > 1 or apart = 1 or col = 'completion' then null else false end as holds,
  '绩效表中没有可以直接比较的数，或同名指标有几个' as why,
  concat('C', cast(claim as varchar), ',', refs) as refs, said as actual, printed as expected, name, said, printed,
  case col when 'actual' then '完成' when 'target' then '目标为' when 'score' then '得' when 'weight' then '分值' else '完成率' end as what
from judged
