-- title: 部门整体资金的小计、结余与比率应计算正确
-- severity: error
-- family: PER
-- basis: 部门整体绩效自评表：③=①+②，④/③，⑥=③−④，⑦=⑥/③
-- applies: final
-- needs: evaluations.department,fundings
-- source: R-PF-006
-- message: “{label}”的{what}为{actual:wan}{unit}，按表内公式应为{expected:wan}{unit}
-- figures: wan
with lines as (
  select m.* from fundings m join evaluations e on e.document_id = m.document_id and e.form = m.form
  where e.kind = 'department' and e.copy_of is null
)
select document_id, abs(adjusted - initial - adjustment) <= half_unit * 3 as holds,
  case when adjusted <> initial + adjustment and abs(adjusted - initial - adjustment) <= half_unit * 3 then 'note' end as severity,
  concat('M', cast(funding as varchar)) as refs, adjusted as actual, initial + adjustment as expected, '小计' as what, '万元' as unit, label
from lines where adjusted is not null and initial is not null and adjustment is not null
union all
select document_id, abs(balance - adjusted + executed) <= half_unit * 3,
  case when balance <> adjusted - executed and abs(balance - adjusted + executed) <= half_unit * 3 then 'note' end,
  concat('M', cast(funding as varchar)), balance, adjusted - executed, '结余', '万元', label
from lines where adjusted is not null and executed is not null and balance is not null
union all
select document_id, abs(cast(balance as double) / adjusted * 1000000 - balance_rate) <= 100 + cast(half_unit as double) / adjusted * 2000000,
  cast(null as varchar), concat('M', cast(funding as varchar)), balance_rate * 100, cast(round(cast(balance as double) / adjusted * 10000) as bigint) * 10000,
  '结余率', '%', label
from lines where balance is not null and balance_rate is not null and adjusted > 0 and balance = adjusted - executed
