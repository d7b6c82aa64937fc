-- title: 部门的本年支出应等于所属各单位之和减去内部往来
-- severity: warning
-- family: YOY
-- basis: 部门决算汇总时抵销上缴上级支出、对附属单位补助支出等内部往来
-- applies: final
-- needs: overview, spending
-- source: R-FA-035
-- across: units
-- message: 收支总表本年支出合计{actual:wan}万元，{units:num}个单位合计减去内部往来为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对汇总范围、各单位的数和抵销的内部往来
-- figures: wan
--
-- What units pay to each other (上缴上级、对附属单位补助) is no spending of the department, unless the department shows it itself.
with years as (
    select document_id, min(value) as value, max(half_unit) as half_unit, min(fact) as fact
    from facts where statement = 'overview' and item = 'spending.year' and "column" = 'amount'
    group by document_id having min(value) = max(value)
),
internal as (
    select document_id, sum(value) as value, sum(half_unit) as half_unit
    from facts where statement = 'spending' and item = 'total' and "column" in ('to_superior', 'to_affiliate')
    group by document_id
),
units as (
    select p.document_id, count(*) as units, count(y.value) as found, sum(y.value) as value, sum(y.half_unit) as half_unit,
        sum(coalesce(i.value, 0)) as internal, min(p.partner_id || '/F' || y.fact) as ref
    from partners p
    left join years y on y.document_id = p.partner_id
    left join internal i on i.document_id = p.partner_id
    where p.relation = 'units'
    group by p.document_id
)
select n.document_id,
    case when u.found < u.units then null
        when abs(n.value - u.value + u.internal - coalesce(i.value, 0)) <= n.half_unit + u.half_unit + coalesce(i.half_unit, 0) then true
        else false end as holds,
    '有单位的文件没有读到收支总表的本年支出合计' as why,
    'F' || n.fact || case when u.ref is null then '' else ',' || u.ref end as refs,
    n.value as actual, cast(u.value - u.internal + coalesce(i.value, 0) as bigint) as expected, u.units * 10000 as units
from units u
join years n on n.document_id = u.document_id
left join internal i on i.document_id = u.document_id
