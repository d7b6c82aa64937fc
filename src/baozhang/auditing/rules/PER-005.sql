-- title: 预算执行率应等于执行数除以预算数
-- severity: error
-- family: PER
-- basis: 绩效自评表：执行率=全年执行数÷全年预算数
-- applies: final
-- needs: fundings
-- source: R-PF-005
-- message: “{subject}”{label}执行率为{actual:pct}%，按预算{adjusted:wan}万元、执行{executed:wan}万元计算应为{expected:pct}%
-- suggestion: 将执行率“{actual:pct}%”改为“{expected:pct}%”
-- figures: pct
with finest as (
  select document_id,
    case when max(case when rate % 1000 <> 0 then 1 else 0 end) = 1 then 50
      when max(case when rate % 10000 <> 0 then 1 else 0 end) = 1 then 500 else 5000 end as half
  from fundings where rate is not null group by document_id
),
gaps as (
  select document_id, form,
    cast(sum(case source when 'total' then adjusted when 'fiscal' then -adjusted when 'other' then -adjusted when 'carryover' then -adjusted end) as bigint) as adjusted_gap,
    cast(sum(case source when 'total' then executed when 'fiscal' then -executed when 'other' then -executed when 'carryover' then -executed end) as bigint) as executed_gap
  from fundings group by document_id, form
),
money as (
  -- mid-year forms print only the budget at the beginning of the year
  select m.document_id, m.funding, m.form, m.source, m.label, m.executed, m.rate, m.balance, m.half_unit,
    coalesce(m.adjusted, case when e.kind = 'monitoring' then m.initial end) as adjusted
  from fundings m join evaluations e on e.document_id = m.document_id and e.form = m.form
),
lines as (
  select m.*, f.half, e.project, e.title, cast(m.executed as double) / nullif(m.adjusted, 0) * 1000000 as computed,
    -- the same line as the other lines of the form imply it; for a whole department as its balance implies it
    case when m.source in ('total', 'fiscal', 'other', 'carryover') then m.adjusted + g.adjusted_gap * case m.source when 'total' then -1 else 1 end end as meant_adjusted,
    case when m.balance is not null then m.adjusted - m.balance
      when m.source in ('total', 'fiscal', 'other', 'carryover') then m.executed + g.executed_gap * case m.source when 'total' then -1 else 1 end end as meant_executed,
    cast(m.executed - m.half_unit as double) / nullif(m.adjusted + m.half_unit, 0) * 1000000 as low,
    case when m.adjusted > m.half_unit then cast(m.executed + m.half_unit as double) / (m.adjusted - m.half_unit) * 1000000 end as high
  from money m
  join finest f on f.document_id = m.document_id
  join evaluations e on e.document_id = m.document_id and e.form = m.form
  join gaps g on g.document_id = m.document_id and g.form = m.form
  where m.rate is not null and m.adjusted is not null and m.executed is not null and e.copy_of is null and e.kind in ('self', 'department', 'monitoring')
)
select document_id,
  case
    -- nothing of nothing is printed as none or as all, never as a share; a total of nothing may be money in another unit
    when adjusted = 0 and executed = 0 then case when rate in (0, 1000000) then true when source <> 'total' then false end
    when adjusted <= half_unit then null
    when rate + half >= low and rate - half <= high then true
    when abs(cast(meant_executed as double) / nullif(adjusted, 0) * 1000000 - rate) <= half + 1
      or abs(cast(executed as double) / nullif(meant_adjusted, 0) * 1000000 - rate) <= half + 1 then null
    else false
  end as holds,
  case when adjusted <= half_unit then '预算数为0，执行率无从计算' else '执行率与其他各行的金额相符，是本行金额有误' end as why,
  concat('M', cast(funding as varchar)) as refs,
  rate as actual, coalesce(cast(round(computed / 100) * 100 as bigint), 0) as expected, adjusted, executed, label, case when lines.project <> '' then lines.project else lines.title end as subject
from lines
