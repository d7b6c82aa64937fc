-- title: 有数据的表不应注明没有数据
-- severity: error
-- family: TAB
-- basis: 部门决算公开的空表说明要求；表注与表中数字应当一致
-- applies: both
-- needs: fund|capital|three_public|procurement|services
-- source: R-FA-028
-- message: 《{title}》注明“{actual}”，表中却有金额，如{amount:wan}万元
-- suggestion: 核对表注与表中数字
-- figures: text
--
-- A note that only says what an empty table would mean (如、若) states nothing about this one.
with noted as (
    select s.document_id, s.statement, s.title, s.empty,
        regexp_extract(s.note, '[^。；\n]*(没有|无|未安排|未发生|未使用)[^。；\n]*(空表|无数据|没有数据|为空|没有使用|无使用|安排的支出)[^。；\n]*', 0) as words
    from statements s
    where s.note <> ''
),
largest as (
    select document_id, statement, max(value) as amount, min(case when value <> 0 then fact end) as fact
    from facts
    group by document_id, statement
)
select n.document_id,
    n.empty as holds,
    case when l.fact is null then '' else 'F' || cast(l.fact as varchar) end as refs,
    n.words as actual, cast(null as varchar) as expected, n.title, l.amount
from noted n
left join largest l on l.document_id = n.document_id and l.statement = n.statement
where n.words <> '' and not regexp_matches(n.words, '如|若|当.*时')
    and n.statement in ('fund', 'capital', 'three_public', 'procurement', 'services')
