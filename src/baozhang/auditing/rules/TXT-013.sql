-- title: 公务接待费与接待批次、人次应当相称
-- severity: warning
-- family: TXT
-- basis: 公务接待费、国内公务接待批次和人次应当同口径公开
-- applies: final
-- needs: claims.three_public:count
-- source: R-TX-013
-- message: 公务接待费{amount:wan}万元、{batches:num}批次、{actual:num}人次：{problem}
-- figures: num
--
-- Thresholds: 500 元 a head is far above any local standard for a working meal; more batches than people cannot be.
with counts as (
    select document_id,
        max(case when item = 'reception.persons' then claim end) as claim,
        max(case when item = 'reception.persons' then value end) as persons,
        min(case when item = 'reception.persons' then value end) as persons_low,
        max(case when item = 'reception.batches' then value end) as batches
    from claims
    where kind = 'count' and item in ('reception.persons', 'reception.batches')
    group by document_id
),
amounts as (
    select document_id, min(claim) as claim, min(value) as value
    from claims
    where kind = 'amount' and statement = 'three_public' and item = 'reception' and base = '' and unit = '元'
    group by document_id
    having min(value) = max(value)
),
cases as (
    select c.document_id, c.claim, c.persons, c.persons_low, c.batches, a.claim as amount_claim, a.value as amount,
        case
            when c.persons < c.batches then '人次少于批次'
            when a.value > 0 and c.persons = 0 then '有接待费而没有接待人次'
            when a.value = 0 and c.persons > 0 then '有接待人次而没有接待费'
            when a.value > 50000.0 * c.persons / 10000 then '人均超过500元'
            else ''
        end as problem
    from counts c
    join amounts a on a.document_id = c.document_id
    where c.persons is not null
)
select document_id,
    case when persons <> persons_low then null else problem = '' end as holds,
    '接待人次有两种说法' as why,
    'C' || claim || ',C' || amount_claim as refs,
    persons as actual,
    cast(null as bigint) as expected,
    amount, batches, problem
from cases
