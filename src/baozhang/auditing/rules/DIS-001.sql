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
-- so is one that may be an unrecognised table without a title, and every table of a document in which fewer than four tables were recognised
-- or that breaks off before its contents end.
with listed as (
    select document_id, names as statement, min(block) as block, max(text) as text
    from blocks
    where kind = 'contents' and names in ('overview', 'income', 'spending', 'fiscal', 'general', 'basic', 'three_public', 'fund', 'capital')
    group by document_id, names
),
found as (
    select document_id, statement, min(block) as block from statements group by document_id, statement
),
counted as (
    select document_id, count(distinct statement) as statements from statements group by document_id
),
untitled as (
    select document_id, count(*) as tables from unrecognised where why like '没有表题的表格%' group by document_id
),
titled as (
    select distinct document_id, names as statement from blocks where kind <> 'contents' and names <> ''
)
select l.document_id,
    case
        when f.block is not null then true
        when coalesce(n.statements, 0) < 4 or t.statement is not null or u.tables > 0 or b.document_id is not null then null
        else false
    end as holds,
    case when b.document_id is not null then '文件在目录所列内容之前中断' when t.statement is not null then '有表题，但表格未能识别' when u.tables > 0 then '有没有表题的表格未能识别' else '识别到的表太少，无法判断是否缺表' end as why,
    'B' || l.block as refs,
    l.text as actual,
    cast(null as varchar) as expected
from listed l
left join found f on f.document_id = l.document_id and f.statement = l.statement
left join counted n on n.document_id = l.document_id
left join untitled u on u.document_id = l.document_id
left join broken_off b on b.document_id = l.document_id
left join titled t on t.document_id = l.document_id and t.statement = l.statement
