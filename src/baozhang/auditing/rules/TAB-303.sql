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
with placed as (
    -- rows below the parent that their code names: nearly all
    select document_id, statement, level, item, parent, min(fact) as fact
    from facts
    where level > 1 and statement in ('income', 'spending', 'general', 'basic', 'fund', 'capital')
        and parent = substr(item, 1, length(item) - 2)
    group by document_id, statement, level, item, parent
),
stray as (
    select document_id, statement, level, item, substr(item, 1, length(item) - 2) as missing, min(fact) as fact, min(item_label) as label,
        max(case when repaired then 1 else 0 end) as repaired
    from facts
    where level > 1 and statement in ('income', 'spending', 'general', 'basic', 'fund', 'capital')
        and parent <> substr(item, 1, length(item) - 2)
    group by document_id, statement, level, item
),
loose as (
    -- the rows that stand without their parent, by that parent
    select document_id, statement, level, missing, count(*) as rows_below, min(fact) as first_row,
        string_agg('F' || cast(fact as varchar), ',' order by fact) as places
    from stray
    group by document_id, statement, level, missing
),
levels as (
    select m.document_id, m.statement, m.level, m.parents_missing, count(*) as placed, count(distinct p.parent) as parents
    from (select document_id, statement, level, count(*) as parents_missing from loose group by document_id, statement, level) m
    join placed p on p.document_id = m.document_id and p.statement = m.statement and p.level = m.level
    group by m.document_id, m.statement, m.level, m.parents_missing
),
unread as (
    select distinct s.document_id, s.statement
    from statements s
    join unrecognised u on u.document_id = s.document_id and u.line between s.line_from and s.line_to
)
select document_id, true as holds, 'F' || cast(fact as varchar) as refs, item as actual, parent as expected, item as code,
    cast(null as varchar) as label, cast(null as varchar) as guess, cast(null as varchar) as why
from placed
union all
select r.document_id,
    case
        when l.parents_missing = 1 and l.placed >= 3 and r.repaired = 0 and u.statement is null and (m.rows_below = 1 or l.parents >= 2)
            then false
    end,
    m.places, r.item, r.missing, r.item, r.label,
    case
        when m.rows_below > 1 then '缺少' || case r.level when 3 then '款' else '类' end || '级行（该科目下列有' || cast(m.rows_below as varchar) || '行）'
        else '科目编码可能有误，或缺少上级科目的一行'
    end,
    '表中没有列出各级科目，或有未识别的行'
from stray r
join levels l on l.document_id = r.document_id and l.statement = r.statement and l.level = r.level
join loose m on m.document_id = r.document_id and m.statement = r.statement and m.level = r.level and m.missing = r.missing
left join unread u on u.document_id = r.document_id and u.statement = r.statement
where r.fact = m.first_row
