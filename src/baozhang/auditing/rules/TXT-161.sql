-- title: 授予中小企业、小微企业合同金额不应超过其所属总额
-- severity: error
-- family: TXT
-- basis: 小微企业合同金额≤中小企业合同金额≤政府采购支出总额
-- applies: final
-- needs: claims.procurement:amount
-- source: R-TX-016
-- message: 授予{part_name}合同金额{actual:wan}万元，大于{whole_name}{expected:wan}万元
-- figures: wan
with amounts as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and statement = 'disclosure'
        and item in ('procurement.total', 'procurement.sme', 'procurement.small')
    group by document_id, item
    having min(value) = max(value)
)
select p.document_id,
    p.value <= w.value + p.half_unit + w.half_unit as holds,
    'C' || p.claim || ',C' || w.claim as refs,
    p.value as actual,
    w.value as expected,
    case p.item when 'procurement.sme' then '中小企业' else '小微企业' end as part_name,
    case w.item when 'procurement.total' then '政府采购支出总额' else '授予中小企业合同金额' end as whole_name
from amounts p
join amounts w
    on w.document_id = p.document_id
    and (p.item = 'procurement.sme' and w.item = 'procurement.total' or p.item = 'procurement.small' and w.item = 'procurement.sme')
