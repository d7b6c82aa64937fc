-- title: 评价等级的项目个数应与项目总数一致
-- severity: error
-- family: PER
-- basis: 部门决算绩效情况说明：评价结果等次
-- applies: final
-- needs: claims.performance:count
-- source: R-PF-018
-- message: 文字称评价{expected:num}个项目，各等次合计{actual:num}个
-- figures: num
with grades as (
  select document_id, "group", cast(sum(value) as bigint) as graded, count(*) as kinds, min(claim) as first_claim,
    string_agg(concat('C', cast(claim as varchar)), ',' order by claim) as refs, min(sentence) as sentence
  from claims where statement = 'disclosure' and item like 'performance.grade.%' and kind = 'count' group by document_id, "group"
),
totals as (
  select document_id, claim, value, sentence from claims
  where statement = 'disclosure' and item in ('performance.evaluated_projects', 'performance.self_projects') and kind = 'count'
),
nearest as (
  select g.*, t.value, t.claim, row_number() over (partition by g.document_id, g.first_claim order by t.claim desc) as place
  from grades g join totals t on t.document_id = g.document_id and t.claim < g.first_claim and t.sentence = g.sentence
)
select document_id, case when graded = value then true when kinds >= 2 then false end as holds, '等次没有全部列出' as why,
  concat(refs, ',C', cast(claim as varchar)) as refs, cast(graded as bigint) as actual, value as expected
from nearest where place = 1
