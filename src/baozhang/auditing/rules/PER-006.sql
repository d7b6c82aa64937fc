-- title: 年度资金总额应等于各来源之和
-- severity: error
-- family: PER
-- basis: 绩效自评表、绩效目标表资金栏
-- applies: both
-- needs: fundings
-- source: R-PF-006
-- message: “{subject}”{label}的{what}为{actual:wan}万元，各来源合计{expected:wan}万元，相差{difference:wan}万元
-- figures: wan
with cells as (
  select document_id, form, funding, source, label, half_unit, '年初预算数' as what, 1 as place, initial as amount from fundings
  union all
  select document_id, form, funding, source, label, half_unit, '全年预算数', 2, adjusted from fundings
  union all
  select document_id, form, funding, source, label, half_unit, '执行数', 3, executed from fundings
  union all
  select document_id, form, funding, source, label, half_unit, '年中调整数', 4, adjustment from fundings
  union all
  select document_id, form, funding, source, label, half_unit, '结余数', 5, balance from fundings
),
plain as (
  -- forms without a line of all fiscal money whose levels end with the local one
  select document_id, form from fundings group by document_id, form
  having max(case when source = 'fiscal' then 1 else 0 end) = 0 and max(case when source in ('fiscal.local', 'fiscal.county', 'fiscal.city') then 1 else 0 end) = 1
    and max(case when source like 'fiscal.central' or source = 'fiscal.province' then 1 else 0 end) = 1
),
sums as (
  -- a sum and its parts: the total and its sources, the fiscal money and its levels
  select t.document_id, t.form, t.funding, t.source, t.label, t.what, t.place, t.amount,
    cast(sum(p.amount) as bigint) as parts, max(p.amount) as largest, count(p.amount) as read_parts, count(*) as all_parts, t.half_unit + cast(sum(p.half_unit) as bigint) as slack,
    string_agg(concat('M', cast(p.funding as varchar)), ',' order by p.funding) as part_refs
  from cells t join cells p on p.document_id = t.document_id and p.form = t.form and p.place = t.place
    and ((t.source = 'total' and p.source in ('fiscal', 'other', 'carryover'))
      -- forms of transfers list the levels of government right below the total
      or (t.source = 'total' and p.source like 'fiscal.%' and exists (select 1 from plain where plain.document_id = t.document_id and plain.form = t.form))
      or (t.source = 'fiscal' and p.source like 'fiscal.%'))
  where t.source in ('total', 'fiscal') and t.amount is not null
  group by t.document_id, t.form, t.funding, t.source, t.label, t.what, t.place, t.amount, t.half_unit
),
levels as (select distinct document_id, form from fundings where source like 'fiscal.%'),
unknowns as (select distinct document_id, form from fundings where source = 'unknown'),
judged as (
  -- a total that agrees with the levels of fiscal money plus other money is right; then only the subtotal is wrong
  select s.*, e.copy_of, e.kind, case when e.project <> '' then e.project else e.title end as subject,
    (select cast(sum(c.amount) as bigint) from cells c where c.document_id = s.document_id and c.form = s.form and c.place = s.place
      and (c.source like 'fiscal.%' or c.source in ('other', 'carryover'))) as leaves,
    l.form is not null as has_levels, u.form is not null as has_unknown,
    -- a blank source is zero where the other columns of the same lines add up so
    s.read_parts < s.all_parts and s.all_parts > 1
      and min(s.read_parts) over (partition by s.document_id, s.form, s.funding) = max(s.read_parts) over (partition by s.document_id, s.form, s.funding)
      and sum(case when abs(s.amount - s.parts) <= s.slack and s.amount > 0 then 1 else 0 end) over (partition by s.document_id, s.form, s.funding) > 1 as blanks_are_zero,
    row_number() over (partition by s.document_id, s.form, s.source
      order by case when abs(s.amount - s.parts) > s.slack then 0 else 1 end, s.place) as worst
  from sums s
  join evaluations e on e.document_id = s.document_id and e.form = s.form
  left join levels l on l.document_id = s.document_id and l.form = s.form
  left join unknowns u on u.document_id = s.document_id and u.form = s.form
)
select document_id,
  case
    when largest > amount + slack and (read_parts < all_parts or all_parts < 2) then false -- one source alone exceeds the total
    when read_parts < all_parts and blanks_are_zero and abs(amount - parts) > slack and not has_levels and not has_unknown then false
    when read_parts < all_parts or all_parts < 2 then null
    when abs(amount - parts) <= slack then true
    when source = 'total' and has_levels and abs(amount - leaves) <= slack then true
    when has_unknown then null -- a source that is not known may be the missing part
    else false
  end as holds,
  case when amount <> parts and abs(amount - parts) <= slack then 'note' end as severity,
  case when has_unknown then '有资金来源名称未能识别' else '资金来源各行没有全部印出' end as why,
  concat('M', cast(funding as varchar), ',', part_refs) as refs, amount as actual, parts as expected, regexp_replace(label, ':$', '') as label, what, subject
from judged
where copy_of is null and worst = 1 and kind in ('self', 'target', 'department', 'monitoring', 'period')
