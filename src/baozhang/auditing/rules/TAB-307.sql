-- title: 项目支出表、政府采购支出表的合计应等于各行之和
-- severity: error
-- family: TAB
-- basis: 项目支出表、政府采购支出表：合计为各行金额之和
-- applies: both
-- needs: projects|procurement
-- source: R-BU-010
-- message: 《{title}》合计{actual:wan}万元，各行合计{expected:wan}万元，可能缺少一行或有一行金额有误
-- suggestion: 核对合计与各行
-- figures: wan
--
-- Named rows, not codes. A list with subtotals (rows that equal the rows below them) is not added up; where a row does not close
-- across its columns the row is at fault, and TAB-192 and TAB-194 say so.
with cells as (
    select document_id, statement, item, "column" as col, value, half_unit, fact, line, "row" as place, item_label, parent
    from facts
    where statement in ('projects', 'procurement')
),
shapes as (
    select document_id, statement, count(distinct case when item <> 'total' then item end) as listed,
        max(case when parent <> '' and parent <> 'total' or regexp_matches(item_label, '小计|合计') and item <> 'total' then 1 else 0 end) as nested
    from cells
    group by document_id, statement
),
twice as (
    select distinct document_id, statement from cells group by document_id, statement, item, col having count(*) > 1
),
running as (
    select document_id, statement, col, item, place, value,
        sum(value) over (partition by document_id, statement, col order by place rows between unbounded preceding and current row) as so_far
    from cells
    where item <> 'total' and col = 'total'
),
subtotals as (
    select distinct a.document_id, a.statement
    from running a
    join running b on b.document_id = a.document_id and b.statement = a.statement and b.place > a.place and b.so_far - a.so_far = a.value
    where a.value <> 0
),
across as (
    select document_id, statement, item,
        sum(case when col = 'total' then value else 0 end) - sum(case when col = 'total' then 0 else value end) as rest, count(*) as columns,
        sum(half_unit) as slack
    from cells
    group by document_id, statement, item
),
broken as (
    select distinct document_id, statement from across where columns > 1 and abs(rest) > slack
),
sums as (
    select t.document_id, t.statement, t.col, t.fact, t.value, t.half_unit, count(p.fact) as parts, cast(sum(p.value) as bigint) as listed,
        cast(sum(p.half_unit) as bigint) as slack, string_agg('F' || cast(p.fact as varchar), ',' order by p.fact) as rows_of
    from cells t
    join cells p on p.document_id = t.document_id and p.statement = t.statement and p.col = t.col and p.item <> 'total'
    where t.item = 'total' and t.col = 'total'
    group by t.document_id, t.statement, t.col, t.fact, t.value, t.half_unit
),
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id and u.line between s.line_from and s.line_to
)
select s.document_id,
    case
        when abs(s.value - s.listed) <= s.half_unit + s.slack then true
        when h.nested = 1 or g.statement is not null or k.statement is not null or b.statement is not null or u.statement is not null
            or w.statement is not null or s.parts < h.listed or s.listed > s.value * 1.5 or s.parts < 2 then null
        else false
    end as holds,
    '表中有小计或分级的行，或有未识别的行' as why,
    'F' || cast(s.fact as varchar) || ',' || s.rows_of as refs,
    s.value as actual, s.listed as expected, coalesce(t.title, '') as title
from sums s
join shapes h on h.document_id = s.document_id and h.statement = s.statement
left join (select distinct document_id, statement from subtotals) g on g.document_id = s.document_id and g.statement = s.statement
left join twice k on k.document_id = s.document_id and k.statement = s.statement
left join broken b on b.document_id = s.document_id and b.statement = s.statement
left join unread u on u.document_id = s.document_id and u.statement = s.statement
left join (
    select document_id, statement from statements group by document_id, statement having count(*) > 1
) w on w.document_id = s.document_id and w.statement = s.statement
left join (
    select document_id, statement, min(title) as title from statements group by document_id, statement
) t on t.document_id = s.document_id and t.statement = s.statement
