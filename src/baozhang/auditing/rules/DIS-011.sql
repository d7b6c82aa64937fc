-- title: 公开文本各部分应当齐全、有序
-- severity: warning
-- family: DIS
-- basis: 部门概况、公开报表、情况说明、名词解释四部分
-- applies: both
-- needs: blocks
-- source: R-DISC-11
-- message: 公开文本的部分{actual}
-- suggestion: 按部门概况、公开报表、情况说明、名词解释的顺序编排
-- figures: text
--
-- A missing part is only found missing when the contents promise it; some provinces put the tables last: a note only
-- when the contents promise the other order.
with firsts as (
    select document_id, part, min(block) as block
    from blocks
    where part <> '' and kind not in ('contents', 'cover')
    group by document_id, part
),
spread as (
    select d.document_id,
        max(case when f.part = 'overview' then f.block end) as overview,
        max(case when f.part = 'statements' then f.block end) as statements,
        max(case when f.part = 'explanation' then f.block end) as explanation,
        max(case when f.part = 'glossary' then f.block end) as glossary
    from documents d
    join firsts f on f.document_id = d.document_id
    group by d.document_id
),
promised as (
    select document_id, min(block) as block,
        max(case when text like '%名词解释%' then 1 else 0 end) as glossary,
        max(case when regexp_matches(text, '情况说明|情况的说明') then 1 else 0 end) as explanation,
        min(case when regexp_matches(text, '^第.{1,2}部分.*(情况说明|情况的说明)') then block end) as explanation_at,
        min(case when regexp_matches(text, '^第.{1,2}部分.*表') then block end) as statements_at
    from blocks
    where kind = 'contents'
    group by document_id
),
judged as (
    select s.*, p.block as contents,
        case
            when p.glossary = 1 and s.glossary is null then '缺少名词解释（目录列有）'
            when p.explanation = 1 and s.explanation is null then '缺少情况说明（目录列有）'
            when s.glossary < s.explanation then '顺序不当：名词解释在情况说明之前'
            when s.explanation < s.overview then '顺序不当：情况说明在部门概况之前'
            when s.explanation < s.statements and p.statements_at < p.explanation_at then '顺序不同：公开报表在情况说明之后'
            else ''
        end as problem
    from spread s
    left join promised p on p.document_id = s.document_id
)
select document_id,
    case
        when problem <> '' then false
        when overview is null or statements is null or explanation is null or glossary is null then null
        else true
    end as holds,
    '没有识别到全部四个部分' as why,
    'B' || coalesce(contents, overview, statements, explanation, glossary) as refs,
    problem as actual,
    cast(null as varchar) as expected,
    case when problem like '顺序不同%' then 'note' else 'warning' end as severity
from judged
