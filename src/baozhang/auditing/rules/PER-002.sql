-- title: 得分应在0分与分值之间
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表
-- applies: both
-- needs: evaluations.self|evaluations.department|evaluations.report
-- source: R-PF-002
-- message: “{subject}”的“{what}”得分{actual:num}分，分值为{expected:num}分
-- figures: num
with points as (
  select i.document_id, i.form, concat('I', cast(i.indicator as varchar)) as ref, i.name as what, i.weight, i.score from indicators i
  union all
  select e.document_id, e.form, coalesce('M' || cast(m.funding as varchar), concat('E', cast(e.form as varchar))), '预算执行',
    e.funds_weight, e.funds_score
  from evaluations e left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'total'
)
select p.document_id, p.score >= 0 and p.score <= p.weight as holds,
  p.ref as refs, p.score as actual, p.weight as expected, p.what, case when e.project <> '' then e.project else e.title end as subject
from points p join evaluations e on e.document_id = p.document_id and e.form = p.form
where e.copy_of is null and p.weight is not null and p.score is not null
