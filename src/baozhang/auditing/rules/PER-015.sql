-- title: 成本指标不应超过项目预算
-- severity: error
-- family: PER
-- basis: 绩效目标应与预算安排相匹配；预算数与成本指标
-- applies: both
-- needs: indicators,evaluations
-- source: R-PF-015
-- message: “{subject}”的成本指标“{name}”为{target_text}（{actual:wan}万元），超过项目预算{expected:wan}万元
-- figures: wan
with costs as (
  select i.*, case when e.project <> '' then e.project else e.title end as subject,
    case i.target_unit when '元' then i.target // 100 when '百元' then i.target when '千元' then i.target * 10
      when '万元' then i.target * 100 when '亿元' then i.target * 1000000 end as cost,
    greatest(coalesce(e.initial, 0), coalesce(e.adjusted, 0)) as budget,
    coalesce((select max(m.half_unit) from fundings m where m.document_id = e.document_id and m.form = e.form and m.source = 'total'), 0) as half,
    (select min(m.funding) from fundings m where m.document_id = e.document_id and m.form = e.form and m.source = 'total') as funding
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.copy_of is null and e.kind in ('self', 'target') and (i.level1 like '成本%' or i.level2 like '%成本%')
    and i.target is not null and i.target_unit in ('元', '百元', '千元', '万元', '亿元') and i.operator in ('<=', '<', '=', '')
    and not regexp_matches(i.name, '人均|单价|每|标准|个人|总项目|项目总投资|累计|三年|五年')
)
select document_id, case when budget > 0 then cost <= budget + half end as holds, '表内没有项目预算数' as why,
  concat('I', cast(indicator as varchar), coalesce(',M' || cast(funding as varchar), ''), ',E', cast(form as varchar)) as refs, cost as actual, budget as expected, name, target_text, subject
from costs
