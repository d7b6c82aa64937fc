-- title: 各科目增减额之和应等于总增减额
-- severity: error
-- family: TXT
-- basis: 一般公共预算支出按项级科目说明，各项增减额合计即总增减额
-- applies: both
-- needs: general, claims.change
-- source: R-TX-005
-- message: “{subject}”称{direction_word}{actual:wan}万元，文中{items:num}个科目的增减额合计为{expected:wan}万元
-- suggestion: 核对各科目增减额；上年有支出、本年没有的科目也应列出
-- figures: wan
--
-- Only examined when every detailed row of the table with an amount has its change in the text, on the same base.
with leaves as (
    select f.document_id, f.item, max(f.value) as value
    from facts f
    where f.statement = 'general' and f."column" = 'total' and f.level = 3
    group by f.document_id, f.item
),
signed as (
    select document_id, item, base, min(claim) as claim, min(direction * value) as low, max(direction * value) as high,
        max(case when value = 0 then 0 else half_unit end) as half_unit, max(subject) as subject, min(case when value <> 0 and direction = 0 then 1 else 0 end) as unsigned
    from claims
    where kind = 'change' and statement = 'general' and "column" = 'total' and unit = '元' and unbound = ''
    group by document_id, item, base
),
coverage as (
    select l.document_id, s.base,
        sum(case when l.value <> 0 then 1 else 0 end) as wanted
    from leaves l
    join (select distinct document_id, base from signed) s on s.document_id = l.document_id
    group by l.document_id, s.base
),
sums as (
    select s.document_id, s.base, count(*) as items, sum(s.low) as total, sum(s.half_unit) as half_unit, string_agg(concat('C', cast(s.claim as varchar)), ',' order by s.claim) as claims,
        max(case when s.low <> s.high or s.unsigned = 1 then 1 else 0 end) as unsure,
        sum(case when l.value is not null and l.value <> 0 then 1 else 0 end) as covered
    from signed s
    left join leaves l on l.document_id = s.document_id and l.item = s.item
    where s.item <> 'total' and length(s.item) = 7
    group by s.document_id, s.base
),
cases as (
    select t.document_id, t.claim, t.subject, t.low, t.high, t.half_unit as total_half, s.total, s.half_unit, s.items, s.unsure,
        s.claims, s.covered, v.wanted
    from signed t
    join sums s on s.document_id = t.document_id and s.base = t.base
    join coverage v on v.document_id = t.document_id and v.base = t.base
    where t.item = 'total'
)
select document_id,
    case
        when low <> high or unsure = 1 then null
        when covered < wanted then null
        else abs(low - total) <= total_half + half_unit
    end as holds,
    case when covered < wanted then '不是每个科目都写明了增减额' else '同一科目的增减额有两种说法或没有方向' end as why,
    concat('C', cast(claim as varchar), ',', claims) as refs,
    abs(low) as actual,
    cast(case when low < 0 then -total else total end as bigint) as expected,
    cast(items * 10000 as bigint) as items,
    subject,
    case when low < 0 then '减少' else '增加' end as direction_word
from cases
