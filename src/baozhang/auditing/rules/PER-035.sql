-- title: 实际完成情况的文字应与完成值一致
-- severity: warning
-- family: PER
-- basis: 绩效自评表：实际完成情况与实际完成值
-- applies: final
-- needs: evaluations.self,indicators
-- source: R-PF-016
-- message: “{subject}”的实际完成情况写“{name}”{said:num}{sign}，完成值为{actual_text}
-- figures: num
with names as (
  select i.*, regexp_replace(i.name, '[ “”"]', '', 'g') as plain, case when e.project <> '' then e.project else e.title end as subject,
    regexp_replace(e.result, '[ “”"]', '', 'g') as prose
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.copy_of is null and e.kind in ('self', 'target') and e.result <> '' and i.actual is not null
),
spoken as (
  select n.*, replace(n.prose, n.plain, '§') as marked from names n where length(n.plain) >= 4 and strpos(n.prose, n.plain) > 0
),
read as (
  select s.*,
    regexp_extract(marked, '(我市|全市|全县|全省|全年|年度|其中|实现|确保|完成|使|及|和|[^一-龥]|^)§(达到|达|为|是|控制在|不低于|不少于|不超过|不高于|大于等于|大于|小于等于|≥|≤|=|:)*([0-9]+([.][0-9]+)?)(%|万|亿)?', 3) as figure,
    regexp_extract(marked, '(我市|全市|全县|全省|全年|年度|其中|实现|确保|完成|使|及|和|[^一-龥]|^)§(达到|达|为|是|控制在|不低于|不少于|不超过|不高于|大于等于|大于|小于等于|≥|≤|=|:)*([0-9]+([.][0-9]+)?)(%|万|亿)?', 5) as sign
  from spoken s
),
compared as (
  select r.*, cast(round(try_cast(figure as double) * 10000) as bigint)
    * case when sign = '万' and target_unit not like '万%' then 10000 else 1 end as said
  from read r
)
select document_id,
  case
    when said is null or sign = '亿' or (sign = '%') <> (target_unit in ('%', '百分比') or actual_unit in ('%', '百分比')) then null
    when (target_unit like '万%' or actual_unit like '万%') and sign <> '万' then null
    when sign = '万' and target_unit not like '万%' and actual_unit not like '万%' then null
    else cast(round(try_cast(figure as double) * 10000) as bigint) = actual
  end as holds,
  '文字没有直接写出该指标的数值' as why,
  concat('E', cast(form as varchar), ',I', cast(indicator as varchar)) as refs,
  cast(round(try_cast(figure as double) * 10000) as bigint) as actual, actual as expected,
  cast(round(try_cast(figure as double) * 10000) as bigint) as said, sign, name, actual_text, subject
from compared where figure <> ''
