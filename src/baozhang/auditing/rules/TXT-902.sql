-- title: 词语不应重复
-- severity: warning
-- family: TXT
-- basis: 文字校对
-- applies: both
-- needs: blocks
-- source: R-TX-024
-- message: {detail}：“{actual}”
-- suggestion: 删去重复的文字
-- figures: text
-- gather: 8
--
-- One case per mark the reader made; a document without such marks is one case that holds.
select b.document_id,
    w.mark is null as holds,
    coalesce('W' || w.mark, 'B' || b.block) as refs,
    w.text as actual,
    cast(null as varchar) as expected,
    -- a project whose own name ends in 项目 doubles the word of the template: hardly a slip of the writer
    case when w.detail = '“项目”重复' then 'note' else 'warning' end as severity,
    coalesce(w.detail, '') as detail
from first_blocks b
left join wording w on w.document_id = b.document_id and w.kind in ('doubled_word')
