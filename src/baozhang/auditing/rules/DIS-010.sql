-- title: 名词解释应当覆盖文中使用的专业名词
-- severity: note
-- family: DIS
-- basis: 预决算公开应当对专业性较强的名词进行解释
-- applies: both
-- needs: blocks
-- source: R-DISC-10
-- message: 名词解释没有包括：{actual}
-- suggestion: 补充名词解释
-- figures: text
with terms as (
    select '财政拨款收入' as term, '财政拨款' as word, '拨款' as short -- 一般公共预算拨款收入 explains it as well
    union all select '基本支出', '基本支出', '基本支出'
    union all select '项目支出', '项目支出', '项目支出'
    union all select '“三公”经费', '三公', '三公'
    union all select '机关运行经费', '机关运行经费', '运行经费'
),
glossary as (
    select document_id, min(block) as block, count(*) as entries from blocks where part = 'glossary' group by document_id
),
used as (
    select b.document_id, t.term
    from blocks b
    join terms t on position(t.word in b.text) > 0
    where b.part = 'explanation' and b.kind in ('paragraph', 'heading')
    group by b.document_id, t.term
),
explained as (
    select b.document_id, t.term
    from blocks b
    join terms t on position(t.short in b.text) > 0
    where b.part = 'glossary' and b.kind in ('paragraph', 'heading')
    group by b.document_id, t.term
),
missing as (
    select u.document_id, string_agg(u.term, '、' order by u.term) as terms
    from used u
    left join explained e on e.document_id = u.document_id and e.term = u.term
    where e.term is null
    group by u.document_id
)
select g.document_id,
    case when g.entries < 4 then null else m.terms is null end as holds,
    '没有识别到完整的名词解释' as why,
    'B' || g.block as refs,
    m.terms as actual,
    cast(null as varchar) as expected
from glossary g
left join missing m on m.document_id = g.document_id
