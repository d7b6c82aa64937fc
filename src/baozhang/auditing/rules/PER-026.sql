-- title: 实际完成情况不应照抄预期目标
-- severity: note
-- family: PER
-- basis: 绩效自评表：目标实际完成情况
-- applies: final
-- needs: evaluations.self
-- source: R-PF-026
-- message: {copies}个项目（共{forms}个）的实际完成情况与预期目标文字相同，没有写出完成的情况
-- figures: num
with told as (
  select document_id, form, length(result) >= 10 and regexp_replace(goal, '[^一-龥A-Za-z0-9]', '', 'g') = regexp_replace(result, '[^一-龥A-Za-z0-9]', '', 'g') as same
  from evaluations where kind = 'self' and copy_of is null and goal <> '' and result <> ''
)
select document_id, cast(sum(case when same then 1 else 0 end) as bigint) = 0 as holds,
  coalesce(string_agg(case when same then concat('E', cast(form as varchar)) end, ',' order by form), concat('E', cast(min(form) as varchar))) as refs,
  cast(sum(case when same then 10000 else 0 end) as bigint) as actual, cast(0 as bigint) as expected,
  cast(sum(case when same then 1 else 0 end) as bigint) as copies, count(*) as forms
from told group by document_id
