-- title: 授予中小企业、小微企业合同金额的占比应当正确
-- severity: error
-- family: TXT
-- basis: 占比＝合同金额÷政府采购支出总额；小微企业的分母各地有总额、中小企业合同金额两种
-- applies: final
-- needs: claims.procurement:amount, claims.procurement:share
-- source: R-TX-016
-- message: 授予{part_name}合同金额{part:wan}万元，占{whole_name}{whole:wan}万元的比例应为{expected:pct}%，文字为{actual:pct}%
-- suggestion: 将“{actual:pct}%”改为“{expected:pct}%”
-- figures: pct
--
-- For small enterprises either denominator is accepted; the message names the one the text speaks of (else the SME amount).
with amounts as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and statement = 'disclosure'
        and item in ('procurement.total', 'procurement.sme', 'procurement.small')
    group by document_id, item
    having min(value) = max(value)
),
cases as (
    select s.document_id, s.claim, s.value as pct, s.half_unit as pct_half, s.item,
        p.claim as part_claim, p.value as part, p.half_unit as part_half,
        w.claim as whole_claim, w.item as whole_item, w.value as whole, w.half_unit as whole_half,
        case
            when s.item = 'procurement.sme' then 1
            when s.base like '%total' and w.item = 'procurement.total' then 1
            when s.base not like '%total' and w.item = 'procurement.sme' then 1
            else 0
        end as named
    from claims s
    join amounts p on p.document_id = s.document_id and p.item = s.item
    join amounts w
        on w.document_id = s.document_id
        and (w.item = 'procurement.total' or s.item = 'procurement.small' and w.item = 'procurement.sme')
    where s.kind = 'share' and s.item in ('procurement.sme', 'procurement.small')
),
judged as (
    select *,
        case
            when whole = 0 then case when pct = 0 then 1 else 0 end
            when part = 0 and pct = 0 then 1
            when whole <= whole_half then 1
            when pct + pct_half >= (part - part_half) * 1000000.0 / (whole + whole_half)
                and pct - pct_half <= (part + part_half) * 1000000.0 / (whole - whole_half) then 1
            else 0
        end as meets
    from cases
),
best as (
    select document_id, claim, max(meets) as meets, string_agg(concat('C', cast(whole_claim as varchar)), ',' order by named desc, whole_claim) as wholes
    from judged
    group by document_id, claim
)
select j.document_id,
    b.meets = 1 as holds,
    concat('C', cast(j.claim as varchar), ',C', cast(j.part_claim as varchar), ',', b.wholes) as refs,
    j.pct as actual,
    cast(round(j.part * 10000.0 / nullif(j.whole, 0)) * 100 as bigint) as expected,
    j.part, j.whole,
    case j.item when 'procurement.sme' then '中小企业' else '小微企业' end as part_name,
    case j.whole_item when 'procurement.total' then '政府采购支出总额' else '授予中小企业合同金额' end as whole_name
from judged j
join best b on b.document_id = j.document_id and b.claim = j.claim
where j.named = 1
