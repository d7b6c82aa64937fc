-- title: 各级指标的分值应逐级相等
-- severity: error
-- family: PER
-- basis: 绩效评价指标体系、自评表：一级指标的分值等于其下各项分值之和
-- applies: both
-- needs: indicators
-- source: R-PF-001
-- message: “{subject}”的“{level}”分值为{actual:num}分，其下各项分值合计{expected:num}分
-- figures: num
with ordered as (
  select i.*, case when e.project <> '' then e.project else e.title end as subject,
    p.level1 as level1_above, p.weight1 as weight1_above, p.level2 as level2_above, p.weight2 as weight2_above
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  left join indicators p on p.document_id = i.document_id and p.form = i.form and p.indicator = i.indicator - 1
  where e.copy_of is null
),
marked as (
  -- a level begins where its points are printed, and goes on to the next that prints them; merged cells may be printed on every row
  select *,
    sum(case when weight1 is not null and (level1_above is null or level1_above <> level1 or weight1_above is null or weight1_above <> weight1) then 1 else 0 end)
      over (partition by document_id, form order by indicator) as first_group,
    sum(case when weight2 is not null and (level2_above is null or level2_above <> level2 or weight2_above is null or weight2_above <> weight2) then 1 else 0 end)
      over (partition by document_id, form order by indicator) as second_group
  from ordered
),
firsts as (
  select document_id, form, first_group, subject, max(weight1) as printed, max(case when weight1 is not null then level1 end) as level,
    cast(sum(weight) as bigint) as added, count(*) as found, count(weight) as weighed, count(distinct level1) as levels,
    string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as refs
  from marked where first_group > 0 group by document_id, form, first_group, subject
),
seconds as (
  select document_id, form, second_group, subject, max(weight2) as printed, max(case when weight2 is not null then level2 end) as level,
    cast(sum(weight) as bigint) as added, count(*) as found, count(weight) as weighed, count(distinct level2) as levels,
    string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as refs
  from marked where second_group > 0 group by document_id, form, second_group, subject
),
levels as (select * from firsts union all select * from seconds),
fitting as (
  -- a form in which hardly any level fits prints something else there
  select document_id, form, sum(case when printed = added then 1 else 0 end) as fits, count(*) as all_levels from levels group by document_id, form
)
select l.document_id,
  case when l.weighed < l.found or l.levels > 1 then null when l.printed = l.added then true when f.fits * 2 >= f.all_levels and f.all_levels > 1 then false end as holds,
  '该级指标的分值没有逐项读出，或所印的不是分值合计' as why,
  l.refs, l.printed as actual, l.added as expected, case when l.level <> '' then l.level else '上级指标' end as level, l.subject
from levels l join fitting f on f.document_id = l.document_id and f.form = l.form
