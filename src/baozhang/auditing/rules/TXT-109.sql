-- title: 同一句列出全部组成的，各项占比之和应为100%
-- severity: error
-- family: TXT
-- basis: 占比＝该项金额÷总额；各项金额合计等于总额
-- applies: both
-- needs: claims.amount, claims.share
-- source: R-TX-008
-- message: 同一句所列{parts:num}项金额合计等于总额{whole:wan}万元，占比合计却为{actual:pct}%
-- suggestion: 核对各项占比
-- figures: pct
--
-- All parts are listed when their amounts add up to the amount that leads the sentence. Each share has half a digit of rounding.
with shares as (
    select document_id, block, sentence, "group" as grp, item, base, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'share' and unbound = ''
    group by document_id, block, sentence, "group", item, base
),
amounts as (
    select document_id, block, sentence, "group" as grp, item, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元'
    group by document_id, block, sentence, "group", item
),
parts as (
    select s.document_id, s.block, s.sentence, s.base, count(*) as parts, count(distinct s.item) as items, count(a.claim) as known,
        sum(s.low) as share, sum(s.half_unit) as share_half, sum(a.low) as amount, sum(case when a.low = 0 then 0 else a.half_unit end) as amount_half, min(a.claim) as first_claim,
        max(case when s.low <> s.high or a.low <> a.high then 1 else 0 end) as unsure,
        string_agg(concat('C', cast(s.claim as varchar)), ',' order by s.claim) as claims
    from shares s
    left join amounts a
        on a.document_id = s.document_id and a.block = s.block and a.sentence = s.sentence and a.grp = s.grp and a.item = s.item
    group by s.document_id, s.block, s.sentence, s.base
    having count(*) > 1
),
wholes as (
    -- the last amount before the first part
    select p.document_id, p.block, p.sentence, p.base, max(a.claim) as claim
    from parts p
    join amounts a on a.document_id = p.document_id and a.block = p.block and a.sentence = p.sentence and a.claim < p.first_claim
    group by p.document_id, p.block, p.sentence, p.base
)
select p.document_id,
    case
        when p.unsure = 1 or p.parts <> p.items or p.known < p.parts or a.claim is null or a.low <> a.high then null
        when a.low = 0 or abs(a.low - p.amount) > a.half_unit + p.amount_half then null
        else abs(p.share - 1000000) <= p.share_half
    end as holds,
    '同一句没有写全各项金额，或各项金额合计不等于总额' as why,
    concat(p.claims, coalesce(',C' || cast(a.claim as varchar), '')) as refs,
    cast(p.share as bigint) as actual,
    cast(1000000 as bigint) as expected,
    cast(p.parts * 10000 as bigint) as parts,
    a.low as whole
from parts p
left join wholes w on w.document_id = p.document_id and w.block = p.block and w.sentence = p.sentence and w.base = p.base
left join amounts a on a.document_id = w.document_id and a.block = w.block and a.sentence = w.sentence and a.claim = w.claim
