-- title: 各项目的满意度不应使用同一数值
-- severity: warning
-- family: PER
-- basis: 满意度应有调查样本、时间和方法为据
-- applies: final
-- needs: evaluations.self,indicators
-- source: R-PF-014
-- message: {same}个项目（共{forms}个项目有满意度）的满意度都是{actual:pct}%，应说明调查对象、样本和方法
-- figures: pct
with figures as (
  select i.document_id, i.form, i.actual, min(i.indicator) as indicator
  from indicators i
  join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.kind = 'self' and e.copy_of is null and i.actual is not null and i.actual <= 1000000 and i.target_unit in ('%', '百分比')
    and (regexp_matches(i.name, '满意[度率]') or i.level1 like '满意%')
  group by i.document_id, i.form, i.actual
),
spread as (
  select document_id, actual, count(*) as same, string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as refs
  from figures group by document_id, actual
),
whole as (select document_id, count(distinct form) as forms from figures group by document_id),
ranked as (
  select s.*, w.forms, row_number() over (partition by s.document_id
    order by case when s.actual % 10000 = 0 then 1 else 0 end, s.same desc, s.actual) as place
  from spread s join whole w on w.document_id = s.document_id
)
select document_id,
  case when forms < 3 then null else not (actual % 10000 <> 0 and same >= 3 and same * 10 >= forms * 6) end as holds,
  '有满意度的项目过少' as why, refs, actual, cast(null as bigint) as expected, same, forms
from ranked where place = 1
