-- title: “减少”“下降”的数不应又带负号
-- severity: warning
-- family: TXT
-- basis: 文字校对；方向由“减少”“下降”表示，数为绝对值
-- applies: both
-- needs: blocks
-- source: R-TX-024
-- message: {detail}：“{actual}”
-- suggestion: 删去负号；确为增加的，改写“增加”“增长”
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
left join wording w on w.document_id = b.document_id and w.kind in ('doubled_sign')
