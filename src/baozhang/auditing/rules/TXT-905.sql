-- title: 网页或文档标记应当清除
-- severity: note
-- family: TXT
-- basis: 公开文本不应残留标记
-- applies: both
-- needs: blocks
-- source: R-TX-024
-- message: {detail}：{actual}
-- suggestion: 清除标记
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
left join wording w on w.document_id = b.document_id and w.kind in ('markup')
