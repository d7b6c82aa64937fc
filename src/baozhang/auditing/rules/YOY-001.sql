-- title: 年初结转和结余应与上年决算的年末结转和结余一致
-- severity: warning
-- family: YOY
-- basis: 收入支出决算总表：上年末的结转和结余即本年初的结转和结余，有调整的应当说明
-- applies: final
-- needs: overview
-- source: R-FA-037
-- across: year
-- message: 收支总表年初结转和结余{actual:wan}万元，上年决算的年末结转和结余为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对年初结转和结余；年初数有调整的，说明调整的原因和金额
-- figures: wan
with cells as (
    select document_id, item, min(value) as value, max(half_unit) as half_unit, min(fact) as fact
    from facts where statement = 'overview' and "column" = 'amount' and item in ('opening', 'closing')
    group by document_id, item having min(value) = max(value)
)
select p.document_id, abs(n.value - l.value) <= n.half_unit + l.half_unit as holds, '' as why,
    'F' || n.fact || ',' || p.partner_id || '/F' || l.fact as refs, n.value as actual, l.value as expected
from partners p
join cells n on n.document_id = p.document_id and n.item = 'opening'
join cells l on l.document_id = p.partner_id and l.item = 'closing'
where p.relation = 'year'
