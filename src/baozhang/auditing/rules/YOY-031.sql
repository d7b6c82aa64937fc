-- title: 部门的财政拨款收支应等于所属各单位之和
-- severity: warning
-- family: YOY
-- basis: 部门预算、部门决算由本级和所属单位汇总；财政拨款没有内部往来，汇总时不抵销
-- applies: both
-- needs: general|fiscal
-- source: R-FA-035
-- across: units
-- message: {what}“{label}”部门为{actual:wan}万元，{units:num}个单位合计{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对汇总范围和各单位的数
-- figures: wan
-- gather: 8
with cells as (
    select document_id, statement, item, "column" as col, min(value) as value, max(half_unit) as half_unit, min(fact) as fact,
        min(item_label) as label
    from facts
    where statement = 'general' or statement = 'fiscal' and item in ('income.year', 'spending.year', 'opening', 'closing')
    group by document_id, statement, item, "column" having min(value) = max(value)
),
members as (
    select document_id, count(*) as units, min(partner_id) as first_unit from partners where relation = 'units' group by document_id
),
readable as (
    select p.document_id, c.statement, count(distinct p.partner_id) as found
    from partners p join cells c on c.document_id = p.partner_id where p.relation = 'units' group by p.document_id, c.statement
),
sums as (
    select p.document_id, c.statement, c.item, c.col, sum(c.value) as value, sum(c.half_unit) as half_unit,
        min(p.partner_id || '/F' || c.fact) as ref
    from partners p join cells c on c.document_id = p.partner_id
    where p.relation = 'units'
    group by p.document_id, c.statement, c.item, c.col
)
select n.document_id,
    case when r.found < m.units or r.found is null then null
        when abs(n.value - coalesce(s.value, 0)) <= n.half_unit + coalesce(s.half_unit, 0) then true else false end as holds,
    '有单位的文件没有读到这张表' as why,
    'F' || n.fact || case when s.ref is null then '' else ',' || s.ref end as refs,
    n.value as actual, cast(coalesce(s.value, 0) as bigint) as expected, m.units * 10000 as units,
    case n.statement when 'general' then '一般公共预算支出表' else '财政拨款总表' end as what,
    case n.item when 'total' then '合计' else trim(n.item_code || ' ' || n.label, ' ') end as label
from (select *, case when item like '%.%' or item in ('opening', 'closing') then '' else item end as item_code from cells) n
join members m on m.document_id = n.document_id
left join readable r on r.document_id = n.document_id and r.statement = n.statement
left join sums s on s.document_id = n.document_id and s.statement = n.statement and s.item = n.item and s.col = n.col
