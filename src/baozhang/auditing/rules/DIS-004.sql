-- title: 没有数据的表应当公开空表并说明
-- severity: warning
-- family: DIS
-- basis: 地方预决算公开操作规程；空表应注明没有数据的原因
-- applies: both
-- needs: fund|capital|services|procurement
-- source: R-DISC-04
-- message: “{actual}”没有数据，表下没有说明
-- suggestion: 在表下注明“没有使用……安排的支出，故本表无数据”
-- figures: text
--
-- When the explanation says that there is none, the missing note is only a matter of form.
with named as (
    -- its own word, and those of the others
    select 'fund' as statement, '政府性基金' as own, '国有资本' as one, '购买服务' as another, '购买服务' as third
    union all select 'capital', '国有资本', '政府性基金', '购买服务', '购买服务'
    union all select 'services', '购买服务', '政府性基金', '国有资本', '政府采购'
    union all select 'procurement', '采购', '政府性基金', '国有资本', '购买服务'
),
notes as (
    -- a note stands below its table, or above it when it names the table's subject; one that names another's is another's
    select s.document_id, s.statement
    from statements s
    join named n on n.statement = s.statement
    join blocks b
        on b.document_id = s.document_id and b.line_from between s.line_from - 12 and s.line_to + 8
        and (b.line_from >= s.line_to or strpos(b.text, n.own) > 0)
        and strpos(b.text, n.one) = 0 and strpos(b.text, n.another) = 0 and strpos(b.text, n.third) = 0
    where s.empty and b.kind in ('note', 'paragraph')
    group by s.document_id, s.statement
    -- asked of the blocks near a table alone: a condition of the join would be asked of every block first
    having max(case when regexp_matches(b.text, '没有|无数据|空表|为空|无[^。，；]{2,24}(支出|收支|安排|预算)|未安排|未发生|不涉及|无此项') then 1 else 0 end) = 1
),
spoken as (
    select document_id, section, count(*) as said
    from blocks
    where section in ('fund', 'capital', 'services', 'procurement') and kind in ('paragraph', 'note') and regexp_matches(text, '没有|未安排|未发生|不涉及|0([.]0+)?万元')
    group by document_id, section
),
places as (
    select document_id, statement, min(block) as block, min(title) as title, max(note) as note,
        min(case when empty then 1 else 0 end) as empty
    from statements
    where statement in ('fund', 'capital', 'services', 'procurement')
    group by document_id, statement
)
select p.document_id,
    case when p.empty = 0 then true else regexp_matches(p.note, '没有|无数据|空表|为空|无[^。，；]{2,24}(支出|收支|安排|预算)|未安排|未发生|不涉及|无此项') or n.statement is not null end as holds,
    'B' || p.block as refs,
    p.title as actual,
    cast(null as varchar) as expected,
    case when s.said is not null then 'note' else 'warning' end as severity
from places p
left join notes n on n.document_id = p.document_id and n.statement = p.statement
left join spoken s on s.document_id = p.document_id and s.section = p.statement
