-- title: 评价报告所称指标个数应与所列指标一致
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价报告：设置绩效目标个数、实际完成个数
-- applies: final
-- needs: evaluations.report,indicators
-- source: R-PF-017
-- message: “{subject}”的评价报告称{what}{actual:num}个，所列指标为{expected:num}个
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
counted as (
  select r.document_id, r.form, count(*) as listed, cast(sum(case when coalesce(r.met, r.score = r.weight) then 1 else 0 end) as bigint) as done,
    cast(sum(case when r.met is null and (r.score is null or r.score <> r.weight) then 1 else 0 end) as bigint) as undecided
  from reached r where r.kind = 'report' group by r.document_id, r.form
)
select e.document_id, e.stated_targets = c.listed * 10000 as holds, concat('E', cast(e.form as varchar)) as refs,
  e.stated_targets as actual, cast(c.listed * 10000 as bigint) as expected, '设置绩效目标' as what, e.project as subject, '' as why
from evaluations e join counted c on c.document_id = e.document_id and c.form = e.form where e.stated_targets is not null
union all
select e.document_id, case when c.undecided = 0 and e.stated_targets = c.listed * 10000 then e.stated_reached = c.done * 10000 end,
  concat('E', cast(e.form as varchar)), e.stated_reached, cast(c.done * 10000 as bigint), '实际完成', e.project, '指标没有全部读出'
from evaluations e join counted c on c.document_id = e.document_id and c.form = e.form where e.stated_reached is not null
