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
    m.executed as fiscal_executed,
    e.adjusted - coalesce((select sum(o.adjusted) from fundings o where o.document_id = e.document_id and o.form = e.form
      and o.source in ('other', 'carryover')), 0) as fiscal_meant, coalesce(m.half_unit, 5000) as half_unit,
    coalesce('M' || cast(u.funding as varchar), concat('E', cast(e.form as varchar))) as place
  from evaluations e
  left join fundings m on m.document_id = e.document_id and m.form = e.form and m.source = 'fiscal'
  left join fundings u on u.document_id = e.document_id and u.form = e.form and u.source = 'total'
  where e.kind = 'self' and e.copy_of is null
),
sums as (
  select document_id, count(*) as forms, count(adjusted) as read_forms, string_agg(place, ',' order by form) as places, cast(sum(half_unit) as bigint) as slack,
    cast(sum(initial) as bigint) as initial, cast(sum(adjusted) as bigint) as adjusted, cast(sum(executed) as bigint) as executed, cast(sum(fiscal_initial) as bigint) as fiscal_initial,
    cast(sum(fiscal_adjusted) as bigint) as fiscal_adjusted, cast(sum(fiscal_executed) as bigint) as fiscal_executed, cast(sum(fiscal_meant) as bigint) as fiscal_meant
  from lines group by document_id
),
counts as (
  -- whether the text counts as many projects as there are forms, alone or with those of transfers
  select c.document_id, c."group", max(case when c.value + coalesce(t.value, 0) = f.forms * 10000 or c.value = f.forms * 10000 then 1 else 0 end) as same_count
  from claims c
  join sums f on f.document_id = c.document_id
  left join claims t on t.document_id = c.document_id and t.item = 'performance.transfer_projects' and t.kind = 'count'
  where c.item = 'performance.self_projects' and c.kind = 'count' group by c.document_id, c."group"
),
transfers as (
  select document_id, max(value) as value from claims where item = 'performance.transfer_amount' and kind = 'amount' group by document_id
),
said as (
  select c.*, coalesce(t.value, 0) as transfer, coalesce(n.same_count, 0) as same_count
  from claims c
  left join counts n on n.document_id = c.document_id and n."group" = c."group"
  left join transfers t on t.document_id = c.document_id
  where c.statement = 'disclosure' and c.item = 'performance.self_amount' and c.kind = 'amount'
),
bases as (
  -- every usual way to add up the forms
  select document_id, initial as total from sums union all select document_id, adjusted from sums union all select document_id, executed from sums
  union all select document_id, fiscal_initial from sums union all select document_id, fiscal_adjusted from sums
  union all select document_id, fiscal_executed from sums union all select document_id, fiscal_meant from sums
),
fitting as (
  select distinct s.document_id, s.claim
  from said s join bases b on b.document_id = s.document_id join sums f on f.document_id = s.document_id
  where abs(s.value - b.total) <= f.slack + s.half_unit or abs(s.value + s.transfer - b.total) <= f.slack + s.half_unit
)
select s.document_id,
  case
    when t.claim is not null then true
    when f.read_forms < f.forms or s.same_count = 0 or u.document_id is not null then null
    else false
  end as holds,
  '文字所述项目与自评表不是同一范围，或有自评表未能可靠读出' as why,
  concat('C', cast(s.claim as varchar), ',', f.places) as refs, s.value as actual, f.adjusted - s.transfer as expected,
  f.executed, f.forms
from said s
join sums f on f.document_id = s.document_id
left join unread_forms u on u.document_id = s.document_id
left join fitting t on t.document_id = s.document_id and t.claim = s.claim
