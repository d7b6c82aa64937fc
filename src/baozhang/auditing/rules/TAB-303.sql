-- title: 项级、款级科目应列在所属上级科目之下
-- severity: warning
-- family: TAB
-- basis: 《政府收支分类科目》；类、款、项编码逐级包含
-- applies: both
-- needs: income|spending|general|basic
-- source: R-FA-033
-- message: 科目{code}“{label}”的上级科目{expected}没有列出，科目编码可能有误
-- suggestion: 核对科目编码{code}
-- figures: text
--
-- Meant for tables that print all levels: every other row of the level has its parent. Rows lost in extraction keep it open.
with rows_printed as (
    select document_id, statement, item, level, min(parent) as parent, min(fact) as fact, min(item_label) as label,
        max(case when repaired then 1 else 0 end) as repaired
    from facts
    where level > 0 and statement in ('income', 'spending', 'general', 'basic', 'fund', 'capital')
    group by document_id, statement, item, level
),
levels as (
    select document_id, statement, level,
        sum(case when parent = substr(item, 1, length(item) - 2) then 1 else 0 end) as placed,
        sum(case when parent = substr(item, 1, length(item) - 2) then 0 else 1 end) as loose
    from rows_printed
    where level > 1
    group by document_id, statement, level
),
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id and u.line between s.line_from and s.line_to
)
select r.document_id,
    case
        when r.parent = substr(r.item, 1, length(r.item) - 2) then true
        when l.loose = 1 and l.placed >= 3 and r.repaired = 0 and u.statement is null then false
        else null
    end as holds,
    'F' || cast(r.fact as varchar) as refs,
    r.item as actual, substr(r.item, 1, length(r.item) - 2) as expected, r.item as code, r.label,
    '表中没有列出各级科目，或有未识别的行' as why
from rows_printed r
join levels l on l.document_id = r.document_id and l.statement = r.statement and l.level = r.level
left join unread u on u.document_id = r.document_id and u.statement = r.statement
where r.level > 1 and l.placed > 0
