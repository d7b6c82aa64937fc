-- title: 按科目列示的表应有合计行
-- severity: warning
-- family: TAB
-- basis: 部门预算、部门决算公开表样：各表均列合计
-- applies: both
-- needs: income|spending|general|basic|fund|capital|projects|procurement
-- source: R-FA-033
-- message: 《{title}》列有{rows:num}行，没有合计行
-- suggestion: 核对是否漏印合计行
-- figures: num
with tables as (
    select s.document_id, s.statement, min(s.title) as title, count(*) as printed, min(s.block) as block
    from statements s
    where s.statement in ('income', 'spending', 'general', 'basic', 'fund', 'capital', 'projects', 'procurement') and not s.empty
    group by s.document_id, s.statement
),
items as (
    select document_id, statement, count(distinct item) as rows_read, max(case when item = 'total' then 1 else 0 end) as has_total,
        max(case when item in ('staff', 'operating_cost') then 1 else 0 end) as has_parts, min(fact) as fact
    from facts
    group by document_id, statement
),
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id and u.line between s.line_from - 2 and s.line_to + 2
)
select t.document_id,
    case
        when i.has_total = 1 then true
        when i.rows_read < 3 or i.has_parts = 1 or u.statement is not null or t.printed > 1 then null
        else false
    end as holds,
    '行数过少，或表中有未识别的行' as why,
    concat('B', cast(t.block as varchar), ',F', cast(i.fact as varchar)) as refs,
    cast(null as bigint) as actual, cast(null as bigint) as expected, t.title, i.rows_read * 10000 as rows
from tables t
join items i on i.document_id = t.document_id and i.statement = t.statement
left join unread u on u.document_id = t.document_id and u.statement = t.statement
