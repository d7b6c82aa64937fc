-- title: 文字所述自评项目个数应与自评表个数一致
-- severity: error
-- family: PER
-- basis: 部门决算绩效情况说明；项目支出绩效自评表
-- applies: final
-- needs: claims.performance:count,evaluations.self
-- source: R-PF-018
-- message: 文字称对{actual:num}个项目开展自评，所附自评表为{expected:num}个
-- figures: num
with forms as (
  select document_id, count(*) as attached, min(form) as first_form from evaluations where kind = 'self' and copy_of is null group by document_id
),
said as (
  select c.*, regexp_matches(c.sentence, '市级|省级|县级|区级|本级|上级|转移支付|重点|一般公共预算|政府性基金|二级|一级') as partial,
    cast(sum(c.value) over (partition by c.document_id) as bigint) as together, count(*) over (partition by c.document_id) as mentions
  from claims c where c.statement = 'disclosure' and c.item = 'performance.self_projects' and c.kind = 'count'
)
select s.document_id,
  case
    when s.value = f.attached * 10000 then true
    when s.mentions > 1 and s.together = f.attached * 10000 then true
    when s.mentions > 1 or s.partial then null
    else false
  end as holds,
  '文字分类列举，无法与全部自评表对应' as why,
  concat('C', cast(s.claim as varchar), ',E', cast(f.first_form as varchar)) as refs, s.value as actual,
  cast(f.attached * 10000 as bigint) as expected
from said s join forms f on f.document_id = s.document_id
