-- title: 支出表有而收入表没有的科目应有结转或收入说明
-- severity: note
-- family: TAB
-- basis: 收入表、支出表；使用年初结转安排的支出没有本年收入，应当说明
-- applies: final
-- needs: income, spending
-- source: R-FA-034
-- message: 科目{code}“{label}”{has}{amount:wan}万元，{lacks}没有这一科目
-- figures: text
--
-- Legal, but it needs an explanation. Without any carry-over at the start or end of the year it cannot be explained: then a warning.
with one as (
    select document_id, statement, item, min(item_label) as label, min(fact) as fact, max(value) as value
    from facts
    where level = 3 and "column" = 'total' and statement in ('income', 'spending')
    group by document_id, statement, item
),
carried as (
    select document_id, sum(abs(value)) as value, min(fact) as fact
    from facts
    where statement = 'overview' and item in ('opening', 'closing', 'surplus_used', 'surplus_distributed')
    group by document_id
),
printed as (
    -- a subject is there whatever column of it was read
    select distinct document_id, statement, item from facts where level = 3 and statement in ('income', 'spending')
),
paired as (
    select a.document_id, a.statement, a.item, a.label, a.fact, a.value, b.item as other
    from one a
    left join printed b on b.document_id = a.document_id and b.item = a.item and b.statement <> a.statement
)
select p.document_id,
    p.other is not null or p.value = 0 as holds,
    'F' || cast(p.fact as varchar) as refs,
    p.item as actual, cast(null as varchar) as expected, p.item as code, p.label, p.value as amount,
    case when p.statement = 'income' then '收入表列' else '支出表列' end as has,
    case when p.statement = 'income' then '支出表' else '收入表' end as lacks,
    case when c.value = 0 then 'warning' else 'note' end as severity
from paired p
left join carried c on c.document_id = p.document_id
