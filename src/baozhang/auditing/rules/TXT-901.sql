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
select w.document_id,
    false as holds,
    'W' || w.mark as refs,
    w.text as actual,
    cast(null as varchar) as expected,
    w.detail
from wording w
where w.kind in ('doubled_mark')
union all
select b.document_id,
    true as holds,
    'B' || b.block as refs,
    cast(null as varchar) as actual,
    cast(null as varchar) as expected,
    '' as detail
from first_blocks b
left join wording w on w.document_id = b.document_id and w.kind in ('doubled_mark')
where w.mark is null
