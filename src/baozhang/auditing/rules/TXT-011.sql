-- title: “三公”经费总增减额应等于各项增减额之和
-- severity: error
-- family: TXT
-- basis: “三公”经费＝因公出国（境）费＋公务用车购置及运行费＋公务接待费
-- applies: both
-- needs: claims.three_public:change
-- source: R-TX-011
-- message: {subject}称{direction_word}{actual:wan}万元，各项增减额合计为{expected:wan}万元
-- suggestion: 核对“三公”经费总额与各项的增减额
-- figures: wan
with signed as (
    select document_id, item, base, min(claim) as claim, min(direction * value) as low, max(direction * value) as high,
        max(case when value = 0 then 0 else half_unit end) as half_unit, max(subject) as subject, max(case when value <> 0 and direction = 0 then 1 else 0 end) as unsigned
    from claims
    where kind = 'change' and statement = 'three_public' and unit = '元' and unbound = ''
        and item in ('total', 'abroad', 'vehicles', 'reception', 'vehicles.purchase', 'vehicles.running')
    group by document_id, item, base
),
sums as (
    select w.document_id, w.item as whole, w.base, w.claim, w.low, w.high, w.half_unit, w.unsigned, w.subject,
        sum(p.low) as total, sum(p.half_unit) as part_half, count(*) as parts, string_agg(concat('C', cast(p.claim as varchar)), ',' order by p.claim) as claims,
        max(case when p.low <> p.high or p.unsigned = 1 then 1 else 0 end) as unsure
    from signed w
    join signed p
        on p.document_id = w.document_id and p.base = w.base
        and (w.item = 'total' and p.item in ('abroad', 'vehicles', 'reception')
            or w.item = 'vehicles' and p.item in ('vehicles.purchase', 'vehicles.running'))
    where w.item in ('total', 'vehicles')
    group by w.document_id, w.item, w.base, w.claim, w.low, w.high, w.half_unit, w.unsigned, w.subject
)
select document_id,
    case
        when low <> high or unsure = 1 or unsigned = 1 then null
        when parts < case when whole = 'total' then 3 else 2 end then null
        else abs(low - total) <= half_unit + part_half
    end as holds,
    '不是每一项都写明了增减额' as why,
    concat('C', cast(claim as varchar), ',', claims) as refs,
    abs(low) as actual,
    cast(case when low < 0 then -total else total end as bigint) as expected,
    subject,
    case when low < 0 then '减少' else '增加' end as direction_word
from sums
