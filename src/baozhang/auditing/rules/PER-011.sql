-- title: 指标值的符号应与指标含义相符
-- severity: warning
-- family: PER
-- basis: 绩效目标应可衡量：越高越好的指标用“≥”，成本上限用“≤”
-- applies: both
-- needs: indicators
-- source: R-PF-011
-- message: “{name}”写作“{target_text}”（{forms}张表），{why_wrong}
-- figures: text
with marked as (
  select i.*,
    i.operator in ('<=', '<') and i.target_unit in ('%', '百分比') and coalesce(k.positive_rate, 0) = 1
      and coalesce(k.positive_rate_except, 0) = 0 and i.level1 not like '成本%' and i.level2 not like '%成本%'
      -- a rate of execution may be capped, unless points are taken for staying below
      and (i.name not like '%执行率%' or i.score < i.weight) as capped_rate,
    i.operator in ('>=', '>') and (i.level1 like '成本%' or i.level2 like '%成本%') and coalesce(k.cost_ceiling, 0) = 1
      and (i.target_unit in ('%', '百分比') or i.target_unit like '%元%') as floored_cost
  from indicators i
  join evaluations e on e.document_id = i.document_id and e.form = i.form
  left join named_topics k on k.document_id = i.document_id and k.indicator = i.indicator
  where e.copy_of is null and e.kind in ('self', 'target', 'department') and i.operator <> ''
)
-- one indicator used in several forms with the same wrong sign is one finding
select document_id, not capped_rate and not floored_cost as holds,
  string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as refs, operator as actual,
  case when capped_rate then '>=' else '<=' end as expected, name, min(target_text) as target_text, count(distinct form) as forms,
  case when capped_rate then '该指标越高越好，应为“≥”或“=”' else '成本指标应为上限（“≤”）' end as why_wrong
from marked group by document_id, name, operator, capped_rate, floored_cost
