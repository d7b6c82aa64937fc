-- title: 项目清单（汇总表）的合计应等于各行之和
-- severity: error
-- family: PER
-- basis: 项目支出绩效自评情况汇总表、绩效目标公开清单
-- applies: both
-- needs: evaluations.sums,evaluations.list
-- source: R-PF-017
-- message: “{title}”{where}的{what}为{actual:wan}万元，{parts}合计{expected:wan}万元，相差{difference:wan}万元
-- figures: wan
with cells as (
  select document_id, form, kind, title, block, line, line_to, money_unit, '年初预算数' as what, 1 as place, initial as amount from evaluations where kind in ('list', 'sums')
  union all
  select document_id, form, kind, title, block, line, line_to, money_unit, '全年预算数', 2, adjusted from evaluations where kind in ('list', 'sums')
  union all
  select document_id, form, kind, title, block, line, line_to, money_unit, '执行数', 3, executed from evaluations where kind in ('list', 'sums')
),
parts as (
  -- a line and the sources of money that have columns of their own
  select e.document_id, e.form, e.kind, e.title, case when e.project <> '' then concat('“', e.project, '”') else '合计行' end as name, coalesce(e.initial, e.adjusted) as amount, e.money_unit,
    cast(sum(m.initial) as bigint) as added, count(*) as found, string_agg(concat('M', cast(m.funding as varchar)), ',' order by m.funding) as refs
  from evaluations e join fundings m on m.document_id = e.document_id and m.form = e.form
  where e.kind in ('list', 'sums') and coalesce(e.initial, e.adjusted) is not null
  group by e.document_id, e.form, e.kind, e.title, e.project, coalesce(e.initial, e.adjusted), e.money_unit having count(*) > 1
),
complete as (
  -- lists whose sources are all there: most lines are the sums of theirs
  select document_id, title, sum(case when abs(amount - added) <= 10000 * found then 1 else 0 end) as agreeing, count(*) as judged from parts group by document_id, title
),
added as (
  select s.document_id, s.form, s.title, s.what, s.place, s.amount, cast(sum(l.amount) as bigint) as added, count(l.amount) as found, count(*) as all_lines,
    string_agg(concat('E', cast(l.form as varchar)), ',' order by l.form) as refs,
    -- printed to two decimals of ten thousand yuan; each line may be rounded by half of the last digit
    case s.money_unit when '万元' then 5000 else 50 end * (count(*) + 1) as slack
  from cells s join cells l on l.document_id = s.document_id and l.kind = 'list' and l.place = s.place and l.block >= s.block and l.line <= s.line_to
  where s.kind = 'sums' and s.amount is not null
  group by s.document_id, s.form, s.title, s.what, s.place, s.amount, s.money_unit
)
select document_id, case when abs(amount - added) <= slack then true when found < all_lines or all_lines < 2 then null else false end as holds,
  case when amount <> added and abs(amount - added) <= slack then 'note' end as severity, '清单中有的行没有读出金额' as why,
  concat('E', cast(form as varchar), ',', refs) as refs, amount as actual, added as expected, what, title, '合计行' as where, '各行' as parts
from added
union all
select p.document_id, case when abs(p.amount - p.added) <= case p.money_unit when '万元' then 5000 else 50 end * (p.found + 1) then true
    when c.agreeing >= 2 and c.agreeing * 3 >= c.judged * 2 then false end, null, '各资金来源没有全部列出',
  concat('E', cast(p.form as varchar), ',', p.refs), p.amount, p.added, '资金总额', p.title, p.name, '各来源'
from parts p join complete c on c.document_id = p.document_id and c.title = p.title
