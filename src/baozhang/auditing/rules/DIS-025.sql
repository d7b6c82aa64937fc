-- title: 目录与正文标题应当一致
-- severity: note
-- family: DIS
-- basis: 目录列出的标题应当与正文标题一一对应
-- applies: both
-- needs: blocks
-- source: R-TX-025
-- message: 目录中的“{actual}”在正文中没有相同的标题
-- suggestion: 统一目录与正文的标题
-- figures: text
--
-- Numbers, blanks, brackets, quotes and years are not compared. When fewer than two thirds of the entries are found, reading has failed.
-- A table that is not found by its title is the matter of DIS-001, a part that of DIS-011.
with entries as (
    select * from (
        select document_id, block, text,
            regexp_replace(
                regexp_replace(text, '^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|[0-9]+[.、])', ''),
                '([^一-龥]|年度|年|附件)+', '', 'g'
            ) as bare
        from blocks
        where kind = 'contents' and not regexp_matches(text, '[|]|页码|^第.{1,3}部分')
    ) listed
    where length(bare) >= 3 and bare <> '目录'
),
titles as (
    select document_id, block,
        regexp_replace(
            regexp_replace(text, '^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|[0-9]+[.、])', ''),
            '([^一-龥]|年度|年|附件)+', '', 'g'
        ) as bare
    from blocks
    where kind in ('heading', 'caption', 'paragraph', 'note', 'cover') and length(text) <= 70
),
equal as (
    select distinct e.document_id, e.block from entries e join titles t on t.document_id = e.document_id and t.bare = e.bare
),
others as (
    select e.document_id, e.block, e.text, e.bare, length(e.bare) as size
    from entries e left join equal q on q.document_id = e.document_id and q.block = e.block
    where q.block is null
),
matched as (
    select e.document_id, e.block, e.text, 1 as found
    from entries e join equal q on q.document_id = e.document_id and q.block = e.block
    union all
    select e.document_id, e.block, e.text, max(case when t.block is not null then 1 else 0 end) as found
    from others e
    left join (select document_id, block, bare, length(bare) as size from titles) t
        on t.document_id = e.document_id
        and t.size >= e.size and t.size <= e.size + 12 and e.size >= 6 and position(e.bare in t.bare) > 0
    group by e.document_id, e.block, e.text
),
rates as (
    select document_id, sum(found) as found, count(*) as entries from matched group by document_id
)
select m.document_id,
    case
        when m.found = 1 then true
        when regexp_matches(m.text, '表$|名词解释$') then null
        when r.found * 3 < r.entries * 2 then null
        else false
    end as holds,
    case when regexp_matches(m.text, '表$|名词解释$') then '是否缺少由另一规则核对' else '目录与正文大多不能对应，可能是识别问题' end as why,
    'B' || m.block as refs,
    m.text as actual,
    cast(null as varchar) as expected
from matched m
join rates r on r.document_id = m.document_id
