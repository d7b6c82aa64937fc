-- title: 政府性基金、国有资本经营预算的年初结转应与上年决算的年末数一致
-- severity: warning
-- family: YOY
-- basis: 政府性基金预算、国有资本经营预算财政拨款收入支出决算表：上年末的结转和结余即本年初数
-- applies: final
-- needs: fund|capital
-- source: R-FA-037
-- across: year
-- message: {what}“{label}”年初结转和结余{actual:wan}万元，上年决算的年末数为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对年初数；有调整的，说明调整的原因和金额
-- figures: wan
with cells as (
    select document_id, statement, item, "column" as col, min(value) as value, max(half_unit) as half_unit, min(fact) as fact,
        min(item_label) as label
    from facts where statement in ('fund', 'capital') and "column" in ('opening', 'closing')
    group by document_id, statement, item, "column" having min(value) = max(value)
)
select p.document_id, abs(n.value - l.value) <= n.half_unit + l.half_unit as holds, '' as why,
    'F' || n.fact || ',' || p.partner_id || '/F' || l.fact as refs, n.value as actual, l.value as expected,
    case n.statement when 'fund' then '政府性基金表' else '国有资本经营预算表' end as what,
    case n.item when 'total' then '合计' else n.item || ' ' || n.label end as label
from partners p
join cells n on n.document_id = p.document_id and n.col = 'opening'
join cells l on l.document_id = p.partner_id and l.statement = n.statement and l.item = n.item and l.col = 'closing'
where p.relation = 'year'
