-- title: 标点不应重复或连用
-- severity: note
-- family: TXT
-- basis: 公文标点用法
-- applies: both
-- needs: blocks
-- source: R-TX-024
-- message: 标点重复：“{actual}”
-- suggestion: 删去多余的标点
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
left join wording w on w.document_id = b.document_id and w.kind in ('doubled_mark')
