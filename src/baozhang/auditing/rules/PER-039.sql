-- title: 文字所述自评项目金额应与自评表合计一致
-- severity: warning
-- family: PER
-- basis: 部门决算绩效情况说明；项目支出绩效自评表资金栏
-- applies: final
-- needs: claims.performance:amount,evaluations.self
-- source: R-PF-018
-- message: 文字称自评项目资金共计{actual:wan}万元，{forms}张自评表的全年预算数合计{expected:wan}万元（执行数{executed:wan}万元），哪一种口径都不相符
-- figures: wan
with lines as (
  select e.document_id, e.form, e.initial, e.adjusted, e.executed, m.initial as fiscal_initial, m.adjusted as fiscal_adjusted,
    m.executed as fiscal_executed, coalesce(m.half_unit, 5000) as half_unit
  from evaluations e left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'fiscal'
  where e.kind = 'self' and e.copy_of is null
),
sums as (
  select document_id, count(*) as forms, count(adjusted) as read_forms, min(form) as first_form, cast(sum(half_unit) as bigint) as slack,
    cast(sum(initial) as bigint) as initial, cast(sum(adjusted) as bigint) as adjusted, cast(sum(executed) as bigint) as executed, cast(sum(fiscal_initial) as bigint) as fiscal_initial,
    cast(sum(fiscal_adjusted) as bigint) as fiscal_adjusted, cast(sum(fiscal_executed) as bigint) as fiscal_executed
  from lines group by document_id
),
said as (
  select c.*, regexp_matches(c.sentence, '市级|省级|县级|区级|本级|上级|转移支付|重点|政府性基金|二级|一级') as partial,
    cast(sum(c.value) over (partition by c.document_id) as bigint) as together, count(*) over (partition by c.document_id) as mentions,
    (select count(*) from claims n where n.document_id = c.document_id and n.item = 'performance.self_projects' and n.kind = 'count'
      and n.sentence = c.sentence and n.value = (select s.forms * 10000 from sums s where s.document_id = c.document_id)) as same_count
  from claims c where c.statement = 'disclosure' and c.item = 'performance.self_amount' and c.kind = 'amount'
),
compared as (
  select s.*, f.forms, f.read_forms, f.first_form, f.adjusted, f.executed, f.slack + s.half_unit as allowed, f.initial, f.fiscal_initial,
    f.fiscal_adjusted, f.fiscal_executed, case when s.mentions > 1 then s.together else s.value end as amount
  from said s join sums f on f.document_id = s.document_id
)
select document_id,
  case
    when abs(value - adjusted) <= allowed or abs(value - executed) <= allowed or abs(value - initial) <= allowed
      or abs(value - fiscal_adjusted) <= allowed or abs(value - fiscal_executed) <= allowed or abs(value - fiscal_initial) <= allowed then true
    when abs(amount - adjusted) <= allowed or abs(amount - executed) <= allowed or abs(amount - initial) <= allowed
      or abs(amount - fiscal_adjusted) <= allowed or abs(amount - fiscal_executed) <= allowed then true
    when mentions > 1 or partial or read_forms < forms or same_count = 0 then null
    else false
  end as holds,
  '文字分类列举或个数不同，无法与全部自评表对应' as why,
  concat('C', cast(claim as varchar), ',E', cast(first_form as varchar)) as refs, value as actual, adjusted as expected, executed, forms
from compared
