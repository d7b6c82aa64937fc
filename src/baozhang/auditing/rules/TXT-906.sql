-- title: 年份应当与本年度相符
-- severity: warning
-- family: TXT
-- basis: 标题、总述、截止日期和对比年份由本年度决定
-- applies: both
-- needs: blocks
-- source: R-TX-021
-- message: {detail}：“{actual}”
-- suggestion: 核对年份
-- figures: text
-- gather: 8
--
-- One case per mark the reader made; a document without such marks is one case that holds.
select w.document_id,
    false as holds,
    'W' || w.mark as refs,
    w.text as actual,
    cast(null as varchar) as expected,
    w.detail
from wording w
where w.kind in ('year', 'impossible_year')
union all
select b.document_id,
    true as holds,
    'B' || b.block as refs,
    cast(null as varchar) as actual,
    cast(null as varchar) as expected,
    '' as detail
from first_blocks b
left join wording w on w.document_id = b.document_id and w.kind in ('year', 'impossible_year')
where w.mark is null
