-- title: 指标应归入相应的一、二级指标
-- severity: warning
-- family: PER
-- basis: 核心绩效目标和指标设置及取值指引（财预〔2021〕101号）
-- applies: both
-- needs: indicators
-- source: R-PF-010
-- message: “{name}”列在“{actual}”下（{forms}张表），不属于{head}
-- figures: text
with marked as (
  select i.*, case when i.level2 <> '' then i.level2 else i.level1 end as place,
    (i.level1 like '成本%' or i.level2 like '%成本%') and coalesce(k.not_cost, 0) = 1 and not regexp_matches(i.name, '成本|费用|超支') as no_cost,
    regexp_matches(i.name, '满意[度率]') and not regexp_matches(i.name, '不满意|投诉')
      and i.level1 not like '%满意%' and i.level2 not like '%满意%' and i.level1 not like '效益%' as stray_satisfaction
  from indicators i
  join evaluations e on e.document_id = i.document_id and e.form = i.form
  left join named_topics k on k.document_id = i.document_id and k.indicator = i.indicator
  where e.copy_of is null and e.kind in ('self', 'target', 'department') and i.name <> '' and (i.level1 <> '' or i.level2 <> '')
)
-- one indicator used in several forms under the same wrong head is one finding
select document_id, not (no_cost or stray_satisfaction) as holds,
  string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as refs, place as actual, cast(null as varchar) as expected,
  name, count(distinct form) as forms, case when no_cost then '成本' else '这一类' end as head
from marked group by document_id, name, place, no_cost, stray_satisfaction
