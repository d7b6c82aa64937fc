-- title: 项级、款级科目应列在所属上级科目之下
-- severity: warning
-- family: TAB
-- basis: 《政府收支分类科目》；类、款、项编码逐级包含
-- applies: both
-- needs: income|spending|general|basic
-- source: R-FA-033
-- message: 科目{code}“{label}”的上级科目{expected}没有列出，{guess}
-- suggestion: 核对科目编码，或补列上级科目{expected}
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
loose as (
    -- the rows that stand without the parent their code names, by that parent
    select document_id, statement, level, substr(item, 1, length(item) - 2) as missing, count(*) as rows_below, min(fact) as first_row,
        string_agg('F' || cast(fact as varchar), ',' order by fact) as places
    from rows_printed
    where level > 1 and parent <> substr(item, 1, length(item) - 2)
    group by document_id, statement, level, substr(item, 1, length(item) - 2)
),
levels as (
    select r.document_id, r.statement, r.level,
        sum(case when r.parent = substr(r.item, 1, length(r.item) - 2) then 1 else 0 end) as placed,
        count(distinct case when r.parent = substr(r.item, 1, length(r.item) - 2) then r.parent end) as parents,
        count(distinct case when r.parent = substr(r.item, 1, length(r.item) - 2) then null else substr(r.item, 1, length(r.item) - 2) end) as parents_missing
    from rows_printed r
    where r.level > 1
    group by r.document_id, r.statement, r.level
),
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id and u.line between s.line_from and s.line_to
)
select r.document_id,
    case
        when m.missing is null then true
        when l.parents_missing = 1 and l.placed >= 3 and r.repaired = 0 and u.statement is null
            and (m.rows_below = 1 or l.parents >= 2) then false
    end as holds,
    case when m.missing is null then 'F' || cast(r.fact as varchar) else m.places end as refs,
    r.item as actual, substr(r.item, 1, length(r.item) - 2) as expected, r.item as code, r.label,
    case
        when m.rows_below > 1 then '缺少' || case r.level when 3 then '款' else '类' end || '级行（该科目下列有' || cast(m.rows_below as varchar) || '行）'
        else '科目编码可能有误，或缺少上级科目的一行'
    end as guess,
    '表中没有列出各级科目，或有未识别的行' as why
from rows_printed r
join levels l on l.document_id = r.document_id and l.statement = r.statement and l.level = r.level
left join loose m
    on m.document_id = r.document_id and m.statement = r.statement and m.level = r.level and m.missing = substr(r.item, 1, length(r.item) - 2)
        and r.parent <> m.missing
left join unread u on u.document_id = r.document_id and u.statement = r.statement
where r.level > 1 and l.placed > 0 and (m.missing is null or r.fact = m.first_row)
