-- title: 货物、工程、服务授予中小企业的占比应与授予中小企业合同金额相符
-- severity: error
-- family: TXT
-- basis: 授予中小企业合同金额＝货物支出×占比＋工程支出×占比＋服务支出×占比
-- applies: final
-- needs: claims.procurement:amount, claims.procurement:share
-- source: R-TX-016
-- message: 按货物、工程、服务各自占比计算，授予中小企业合同金额应为{expected:wan}万元，文字为{actual:wan}万元，相差{difference:wan}万元
-- suggestion: 核对授予中小企业合同金额及货物、工程、服务的占比
-- figures: wan
--
-- Only when every part with an amount has its share. A part without spending needs none.
with amounts as (
    select document_id, item, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and statement = 'disclosure'
        and item in ('procurement.total', 'procurement.goods', 'procurement.works', 'procurement.services', 'procurement.sme')
    group by document_id, item
    having min(value) = max(value)
),
shares as (
    select document_id,
        case item
            when 'procurement.sme_goods' then 'procurement.goods'
            when 'procurement.sme_works' then 'procurement.works'
            else 'procurement.services'
        end as item,
        min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'share' and item in ('procurement.sme_goods', 'procurement.sme_works', 'procurement.sme_services')
    group by document_id, item
    having min(value) = max(value)
),
parts as (
    select a.document_id,
        count(*) as parts,
        sum(case when a.value > 0 and s.claim is null then 1 else 0 end) as unknown,
        sum(a.value) as spent,
        min(s.claim) as share_claim,
        string_agg(concat('C', cast(a.claim as varchar), coalesce(',C' || cast(s.claim as varchar), '')), ',' order by a.claim) as claims,
        sum(case when a.value > 0 then (a.value - a.half_unit) * (cast(s.value as double) - s.half_unit) / 1000000.0 else 0 end) as low,
        sum(case when a.value > 0 then (a.value + a.half_unit) * (cast(s.value as double) + s.half_unit) / 1000000.0 else 0 end) as high,
        sum(case when a.value > 0 then a.value * cast(s.value as double) / 1000000.0 else 0 end) as middle
    from amounts a
    left join shares s on s.document_id = a.document_id and s.item = a.item
    where a.item in ('procurement.goods', 'procurement.works', 'procurement.services')
    group by a.document_id
)
select m.document_id,
    case
        when p.unknown > 0 or p.share_claim is null then null
        -- parts that do not make the total are TXT-016's matter, and leave nothing to compute with
        when abs(p.spent - t.value) > 3 * t.half_unit + 10000 then null
        else m.value + m.half_unit >= p.low and m.value - m.half_unit <= p.high
    end as holds,
    '没有写全各项金额与占比，或各项之和与总额不符' as why,
    concat('C', cast(m.claim as varchar), coalesce(',' || p.claims, '')) as refs,
    m.value as actual,
    cast(round(p.middle / 10000.0) * 10000 as bigint) as expected,
    cast(m.value - round(p.middle / 10000.0) * 10000 as bigint) as difference
from amounts m
join parts p on p.document_id = m.document_id
join amounts t on t.document_id = m.document_id and t.item = 'procurement.total'
where m.item = 'procurement.sme'
