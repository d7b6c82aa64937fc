-- title: 文字所述基本支出应等于人员支出与公用支出之和
-- severity: error
-- family: TXT
-- basis: 基本支出＝人员支出（经费）＋公用支出（经费）
-- applies: both
-- needs: claims.amount
-- source: R-TX-018
-- message: “{subject}”{actual:wan}万元，人员与公用合计{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对基本支出与人员、公用金额
-- figures: wan
--
-- Two pairs exist in the text: all funds (支出决算情况) and the general public budget (基本支出情况). They are two bases and never mixed.
with amounts as (
    select document_id,
        case when statement = 'disclosure' or statement = 'spending' then 'all' else 'general' end as basis,
        case
            when statement = 'disclosure' and item = 'basic.staff' or statement = 'basic' and item = 'staff' then 'staff'
            when statement = 'disclosure' and item = 'basic.operating_cost' or statement = 'basic' and item = 'operating_cost' then 'operating'
            when statement = 'spending' and item = 'total' and "column" = 'basic' then 'total'
            when statement = 'basic' and item = 'total' and "column" in ('amount', 'total') then 'total'
            when statement = 'basic' and item = 'total' and "column" = 'staff' then 'staff'
            when statement = 'basic' and item = 'total' and "column" = 'operating_cost' then 'operating'
            else ''
        end as role,
        claim, value, half_unit, subject
    from claims
    where kind = 'amount' and base = '' and unit = '元' and unbound = '' and statement in ('disclosure', 'spending', 'basic')
),
roles as (
    select document_id, basis, role, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit, max(subject) as subject
    from amounts
    where role <> ''
    group by document_id, basis, role
)
select t.document_id,
    case
        when t.low <> t.high or s.low <> s.high or o.low <> o.high then null
        else t.low = s.low + o.low
    end as holds,
    '同一金额有两种说法' as why,
    'C' || t.claim || ',C' || s.claim || ',C' || o.claim as refs,
    t.low as actual,
    s.low + o.low as expected,
    t.low - s.low - o.low as difference,
    case when abs(t.low - s.low - o.low) <= t.half_unit + s.half_unit + o.half_unit then 'note' else 'error' end as severity,
    t.subject
from roles t
join roles s on s.document_id = t.document_id and s.basis = t.basis and s.role = 'staff'
join roles o on o.document_id = t.document_id and o.basis = t.basis and o.role = 'operating'
where t.role = 'total'
