-- title: 不应漏字、多字
-- severity: note
-- family: TXT
-- basis: 文字校对
-- applies: both
-- needs: blocks
-- source: R-TX-024
-- message: {detail}：“{actual}”
-- suggestion: 补上漏字或删去多余的字
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
where w.kind in ('missing_year_word', 'counting_word')
union all
select b.document_id,
    true as holds,
    'B' || b.block as refs,
    cast(null as varchar) as actual,
    cast(null as varchar) as expected,
    '' as detail
from first_blocks b
left join wording w on w.document_id = b.document_id and w.kind in ('missing_year_word', 'counting_word')
where w.mark is null
