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
select b.document_id,
    w.mark is null as holds,
    coalesce('W' || w.mark, 'B' || b.block) as refs,
    w.text as actual,
    cast(null as varchar) as expected,
    coalesce(w.detail, '') as detail
from first_blocks b
left join wording w on w.document_id = b.document_id and w.kind in ('year', 'impossible_year')
