-- title: 车均、人均费用应等于金额除以车辆数、人数
-- severity: warning
-- family: TXT
-- basis: 车均运行维护费＝公务用车运行维护费÷保有量；车均购置费＝购置费÷购置数；人均接待费＝公务接待费÷接待人次
-- applies: final
-- needs: claims.amount, claims.count
-- source: R-TX-013
-- message: “{subject}”为{actual:yuan}元，按{amount:wan}万元、{number:num}计算应为{expected:yuan}元
-- suggestion: 核对金额、数量与平均数
-- figures: yuan
--
-- A warning: which vehicles are counted is not always said. Rounded or cut, the average may be one of its last digits away.
with averages as (
    select document_id, item, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit, max(subject) as subject
    from claims
    where statement = 'disclosure' and kind = 'amount' and unit = '元' and base = '' and unbound = ''
        and item in ('vehicles.running_each', 'vehicles.purchase_each', 'reception.each')
    group by document_id, item
),
counts as (
    select document_id, case item when 'vehicles.kept' then 'vehicles.running_each' when 'vehicles.bought' then 'vehicles.purchase_each' else 'reception.each' end as item,
        min(claim) as claim, min(value) as low, max(value) as high
    from claims
    where statement = 'disclosure' and kind = 'count' and unbound = '' and item in ('vehicles.kept', 'vehicles.bought', 'reception.persons')
    group by document_id, case item when 'vehicles.kept' then 'vehicles.running_each' when 'vehicles.bought' then 'vehicles.purchase_each' else 'reception.each' end
),
spent as (
    -- the table's amount; where the text prints no table, what it says itself
    select document_id, item, true as printed, 'F' || fact as ref, value, half_unit
    from facts
    where statement = 'three_public' and "column" = 'final' and item in ('vehicles.running', 'vehicles.purchase', 'reception')
    union all
    select document_id, item, false as printed, 'C' || claim as ref, value, half_unit
    from claims
    where statement = 'three_public' and "column" = 'final' and item in ('vehicles.running', 'vehicles.purchase', 'reception')
        and kind = 'amount' and base = '' and unit = '元' and unbound = ''
),
sources as (
    select document_id, max(case when printed then 1 else 0 end) as printed from spent group by document_id
),
amounts as (
    select s.document_id,
        case s.item when 'vehicles.running' then 'vehicles.running_each' when 'vehicles.purchase' then 'vehicles.purchase_each' else 'reception.each' end as item,
        min(s.ref) as ref, min(s.value) as low, max(s.value) as high, max(s.half_unit) as half_unit
    from spent s
    join sources o on o.document_id = s.document_id and (o.printed = 1) = s.printed
    group by s.document_id, s.item
)
select a.document_id,
    case
        when c.claim is null or p.ref is null or a.low <> a.high or c.low <> c.high or p.low <> p.high then null
        when c.low = 0 then case when p.low = 0 then a.low = 0 end
        else abs(p.low - a.low * (c.low / 10000.0)) <= 2 * a.half_unit * (c.low / 10000.0) + p.half_unit
    end as holds,
    case when c.claim is null then '没有写明数量' when p.ref is null then '没有“三公”经费的金额' else '数量为零，或有两种说法' end as why,
    'C' || a.claim || coalesce(',C' || c.claim, '') || coalesce(',' || p.ref, '') as refs,
    a.low as actual,
    case when c.low > 0 then cast(round(p.low * 10000.0 / c.low) as bigint) end as expected,
    a.subject, p.low as amount, c.low as number
from averages a
left join counts c on c.document_id = a.document_id and c.item = a.item
left join amounts p on p.document_id = a.document_id and p.item = a.item
