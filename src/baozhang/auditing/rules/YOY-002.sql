-- title: 财政拨款年初结转和结余应与上年决算的年末数一致
-- severity: warning
-- family: YOY
-- basis: 财政拨款收入支出决算总表：上年末的财政拨款结转和结余即本年初数，有调整的应当说明
-- applies: final
-- needs: fiscal
-- source: R-FA-037
-- across: year
-- message: 财政拨款总表{what}年初结转和结余{actual:wan}万元，上年决算的年末数为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对年初数；有调整的，说明调整的原因和金额
-- figures: wan
with openings as (
    select document_id, case item when 'opening' then 'total' else substr(item, 9) end as part,
        min(value) as value, max(half_unit) as half_unit, min(fact) as fact
    from facts where statement = 'fiscal' and "column" = 'amount' and (item = 'opening' or item like 'opening.%')
    group by document_id, item having min(value) = max(value)
),
closings as (
    select document_id, "column" as part, min(value) as value, max(half_unit) as half_unit, min(fact) as fact
    from facts where statement = 'fiscal' and item = 'closing' and "column" <> 'amount'
    group by document_id, "column" having min(value) = max(value)
)
select p.document_id, abs(n.value - l.value) <= n.half_unit + l.half_unit as holds, '' as why,
    'F' || n.fact || ',' || p.partner_id || '/F' || l.fact as refs, n.value as actual, l.value as expected,
    case n.part when 'general_public' then '一般公共预算' when 'government_fund' then '政府性基金预算'
        when 'state_capital' then '国有资本经营预算' else '' end as what
from partners p
join openings n on n.document_id = p.document_id
join closings l on l.document_id = p.partner_id and l.part = n.part
where p.relation = 'year'
