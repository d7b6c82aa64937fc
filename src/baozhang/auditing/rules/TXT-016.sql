-- title: 政府采购支出总额应等于货物、工程、服务之和
-- severity: error
-- family: TXT
-- basis: 政府采购支出（预算）总额＝货物＋工程＋服务
-- applies: both
-- needs: claims.procurement:amount
-- source: R-TX-016
-- message: 政府采购总额{actual:wan}万元，货物、工程、服务合计{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对政府采购总额与货物、工程、服务金额
-- figures: wan
with amounts as (
    select document_id, item, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and statement = 'disclosure'
        and item in ('procurement.total', 'procurement.goods', 'procurement.works', 'procurement.services')
    group by document_id, item
),
sums as (
    select document_id, sum(low) as total, sum(case when low = 0 then 0 else half_unit end) as half_unit, count(*) as parts,
        string_agg(concat('C', cast(claim as varchar)), ',' order by claim) as claims,
        max(case when low <> high then 1 else 0 end) as unsure
    from amounts
    where item <> 'procurement.total'
    group by document_id
)
select t.document_id,
    case
        when t.low <> t.high or s.unsure = 1 or s.parts is null then null
        when s.parts < 3 and s.total < t.low then null
        when t.low = s.total then true
        else false
    end as holds,
    case when s.parts is null or s.parts < 3 then '没有写全货物、工程、服务三项' else '同一金额有两种说法' end as why,
    concat('C', cast(t.claim as varchar), coalesce(',' || s.claims, '')) as refs,
    t.low as actual,
    cast(s.total as bigint) as expected,
    cast(t.low - s.total as bigint) as difference,
    case when abs(t.low - s.total) <= t.half_unit + s.half_unit then 'note' else 'error' end as severity
from amounts t
left join sums s on s.document_id = t.document_id
where t.item = 'procurement.total'
