-- title: 评价报告所称指标个数应与所列指标一致
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价报告：设置绩效目标个数、实际完成个数
-- applies: final
-- needs: evaluations.report,indicators
-- source: R-PF-017
-- message: “{subject}”的评价报告称{what}{actual:num}个，所列指标为{expected:num}个
-- figures: num
with counted as (
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
