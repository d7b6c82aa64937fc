-- title: 部门预决算应当公开的基本报表
-- severity: warning
-- family: DIS
-- basis: 预算法第十四条：本级政府财政部门批复后公开部门预算、决算及报表
-- applies: both
-- needs: overview, general
-- source: R-DISC-07
-- message: 未识别到{actual}，目录中也没有列出
-- suggestion: 补充公开，或说明公开的位置
-- figures: text
--
-- Only for a document whose other tables were read (six at least) and that has no title of the table anywhere.
-- A list of tables may differ by province: a warning, never an error. The 三公 table of a budget is the matter of DIS-107.
with wanted as (
    select 'income' as statement, '收入表' as name
    union all select 'spending', '支出表'
    union all select 'fiscal', '财政拨款收支总表'
    union all select 'basic', '一般公共预算基本支出表'
    union all select 'three_public', '“三公”经费表'
    union all select 'fund', '政府性基金预算支出表'
    union all select 'capital', '国有资本经营预算支出表'
),
counted as (
    select document_id, count(distinct statement) as statements, min(block) as block from statements group by document_id
),
found as (
    select distinct document_id, statement from statements
),
titled as (
    select distinct document_id, names as statement from blocks where names <> ''
)
select n.document_id,
    case
        when f.statement is not null then true
        when n.statements < 6 or t.statement is not null then null
        else false
    end as holds,
    '有表题，但表格未能识别；或识别到的表太少' as why,
    'B' || n.block as refs,
    w.name as actual,
    cast(null as varchar) as expected
from counted n
join documents d on d.document_id = n.document_id
join wanted w on d.stage = 'final' or w.statement <> 'three_public'
left join found f on f.document_id = n.document_id and f.statement = w.statement
left join titled t on t.document_id = n.document_id and t.statement = w.statement
