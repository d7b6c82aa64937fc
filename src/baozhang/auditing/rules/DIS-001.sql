-- title: 目录所列的公开表应当全部公开
-- severity: error
-- family: DIS
-- basis: 预算法第十四条；地方预决算公开操作规程
-- applies: both
-- needs: blocks
-- source: R-DISC-01
-- message: 目录列有“{actual}”，正文中未识别到该表
-- suggestion: 补充公开“{actual}”，没有数据的公开空表并说明
-- figures: text
--
-- What counts is what the document itself promises. A table whose title stands in the body but could not be read is open, not missing;
-- so is every table of a document in which fewer than four tables were recognised.
with wanted as (
    select 'overview' as statement, '(收入支出|收支)(决算|预算)?总(体情况)?表' as pattern, '财政拨款|说明' as without
    union all select 'income', '收入(决算|预算)?总?表', '财政拨款|支出|说明|一般|基金|资本'
    union all select 'spending', '支出(决算|预算)?总?表', '收入|收支|拨款|基本|项目|采购|购买|公共|三公|基金|资本|分类|说明|绩效'
    union all select 'fiscal', '财政拨款(收入支出|收支)(决算|预算)?总(体情况)?表', '一般|基金|资本|说明'
    union all select 'general', '一般公共预算(财政)?(拨款)?支出(决算|预算)?(明细)?表', '基本|三公|分类|项目|说明'
    union all select 'basic', '基本支出.*表', '说明|绩效'
    union all select 'three_public', '三公.*表', '说明'
    union all select 'fund', '政府性基金.*表', '说明'
    union all select 'capital', '国有资本经营.*表', '说明'
),
listed as (
    select c.document_id, w.statement, min(c.block) as block, max(c.text) as text
    from blocks c
    join wanted w on regexp_matches(c.text, w.pattern) and not regexp_matches(c.text, w.without)
    where c.kind = 'contents'
    group by c.document_id, w.statement
),
found as (
    select document_id, statement, min(block) as block from statements group by document_id, statement
),
counted as (
    select document_id, count(distinct statement) as statements from statements group by document_id
),
titled as (
    select b.document_id, w.statement
    from blocks b
    join wanted w on regexp_matches(b.text, w.pattern) and not regexp_matches(b.text, w.without)
    where b.kind in ('heading', 'caption', 'paragraph', 'note') and length(b.text) <= 60 and b.part in ('statements', '')
    group by b.document_id, w.statement
)
select l.document_id,
    case
        when f.block is not null then true
        when coalesce(n.statements, 0) < 4 or t.statement is not null then null
        else false
    end as holds,
    case when t.statement is not null then '有表题，但表格未能识别' else '识别到的表太少，无法判断是否缺表' end as why,
    'B' || l.block as refs,
    l.text as actual,
    cast(null as varchar) as expected
from listed l
left join found f on f.document_id = l.document_id and f.statement = l.statement
left join counted n on n.document_id = l.document_id
left join titled t on t.document_id = l.document_id and t.statement = l.statement
