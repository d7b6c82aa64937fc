-- title: 因公出国（境）费、公务用车费与人次、车辆数应当相称
-- severity: warning
-- family: TXT
-- basis: 有支出应当有对应的人次或车辆，没有支出应当说明
-- applies: final
-- needs: claims.three_public:count
-- source: R-TX-011
-- message: {subject}{amount:wan}万元，{count_subject}为{actual:num}：两者不相称
-- figures: num
--
-- Zero cost with people abroad is legal (the other department paid), zero cost with vehicles kept too (run on other funds): not reported.
with counts as (
    select document_id, item, min(claim) as claim, min(value) as low, max(value) as high, max(subject) as subject
    from claims
    where kind = 'count' and item in ('abroad.persons', 'vehicles.kept', 'vehicles.bought')
    group by document_id, item
),
amounts as (
    select document_id, item, min(claim) as claim, min(value) as value
    from claims
    where kind = 'amount' and statement = 'three_public' and base = '' and unit = '元'
        and item in ('abroad', 'vehicles.running', 'vehicles.purchase')
    group by document_id, item
    having min(value) = max(value)
)
select c.document_id,
    case
        when c.low <> c.high then null
        when a.value > 0 and c.low = 0 then false
        when a.item = 'vehicles.purchase' and a.value = 0 and c.low > 0 then false
        else true
    end as holds,
    '数量有两种说法' as why,
    'C' || c.claim || ',C' || a.claim as refs,
    c.low as actual,
    cast(null as bigint) as expected,
    a.value as amount,
    case a.item when 'abroad' then '因公出国（境）费' when 'vehicles.running' then '公务用车运行维护费' else '公务用车购置费' end as subject,
    case c.item when 'abroad.persons' then '出国（境）人次' when 'vehicles.kept' then '公务用车保有量' else '公务用车购置数' end as count_subject
from counts c
join amounts a
    on a.document_id = c.document_id
    and (c.item = 'abroad.persons' and a.item = 'abroad'
        or c.item = 'vehicles.kept' and a.item = 'vehicles.running'
        or c.item = 'vehicles.bought' and a.item = 'vehicles.purchase')
