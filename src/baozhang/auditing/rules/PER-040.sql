-- title: 文字所述绩效目标项目应与目标表一致
-- severity: warning
-- family: PER
-- basis: 部门预算绩效目标情况说明；项目支出绩效目标表
-- applies: budget
-- needs: claims.performance,evaluations.target
-- source: R-PF-018
-- message: 文字称{what}{actual:num}{unit}，所附绩效目标表为{expected:num}{unit}
-- figures: num
with forms as (
  select document_id, count(*) as attached, min(form) as first_form, cast(sum(coalesce(adjusted, initial)) as bigint) as money, count(coalesce(adjusted, initial)) as read_forms
  from evaluations where kind = 'target' and copy_of is null group by document_id
),
fiscal as (
  select m.document_id, cast(sum(coalesce(m.adjusted, m.initial)) as bigint) as money, cast(sum(m.half_unit) as bigint) as slack
  from fundings m join evaluations e on e.document_id = m.document_id and e.form = m.form and e.kind = 'target' and e.copy_of is null
  where m.source = 'fiscal' group by m.document_id
),
counted as (
  select c.*, count(*) over (partition by c.document_id) as mentions
  from claims c where c.statement = 'disclosure' and c.item = 'performance.target_projects' and c.kind = 'count'
),
amounts as (
  -- the money in one sum, or by kind of budget
  -- (the kinds of budget beside the one sum are its parts)
  select document_id, min(claim) as claim,
    cast(case when sum(case when item = 'performance.target_amount' then 1 else 0 end) = 1 then sum(case when item = 'performance.target_amount' then value end) else sum(value) end as bigint) as value,
    cast(sum(half_unit) as bigint) as half_unit,
    max(case when item = 'performance.target_amount' then 1 else 0 end) as whole, count(*) as parts, count(distinct item) as items,
    sum(case when item = 'performance.target_amount' then 1 else 0 end) as wholes
  from claims where statement = 'disclosure' and item like 'performance.target_amount%' and kind = 'amount' group by document_id
)
select s.document_id,
  case
    when s.value = f.attached * 10000 then true
    when s.mentions > 1 or u.document_id is not null then null
    -- forms of some projects only would not have the money of all
    when f.attached * 12500 < s.value then case when m.value = f.money and (m.parts = 1 or m.wholes = 1) and f.read_forms = f.attached and f.attached > 1 and m.value > 0 then false end
    else false
  end as holds,
  '文字有多个数，或只附部分项目的目标表，或有目标表未能可靠读出' as why,
  concat('C', cast(s.claim as varchar), ',E', cast(f.first_form as varchar)) as refs, s.value as actual,
  cast(f.attached * 10000 as bigint) as expected, '实行绩效目标管理的项目' as what, '个' as unit
from counted s
join forms f on f.document_id = s.document_id
left join amounts m on m.document_id = s.document_id
left join unread_forms u on u.document_id = s.document_id
union all
select s.document_id,
  case
    when abs(s.value - f.money) <= s.half_unit + coalesce(l.slack, 0) or abs(s.value - l.money) <= s.half_unit + coalesce(l.slack, 0) then true
    when u.document_id is not null or s.parts > s.items or (s.wholes > 1 and s.items > 1) or f.read_forms < f.attached
      or coalesce((select max(n.value) from claims n where n.document_id = s.document_id and n.item = 'performance.target_projects'), 0) <> f.attached * 10000 then null
    else false
  end, '文字分项列举，或只附部分项目的目标表',
  concat('C', cast(s.claim as varchar), ',E', cast(f.first_form as varchar)), s.value // 100, f.money // 100, '绩效目标项目的资金', '万元'
from amounts s join forms f on f.document_id = s.document_id left join fiscal l on l.document_id = s.document_id
  left join unread_forms u on u.document_id = s.document_id
union all
-- the money of one kind of budget is part of the whole
select c.document_id, c.value <= s.value + s.half_unit, '', concat('C', cast(c.claim as varchar), ',C', cast(s.claim as varchar)), c.value // 100, s.value // 100,
  '绩效目标项目中一类预算的资金', '万元'
from claims c join amounts s on s.document_id = c.document_id and s.wholes = 1 and s.claim < c.claim
where c.statement = 'disclosure' and c.item like 'performance.target_amount.%' and c.kind = 'amount' and c.value > s.value + s.half_unit
