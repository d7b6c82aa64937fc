-- title: 万元文件中的金额不应误写为元
-- severity: error
-- family: TXT
-- basis: 情况说明与公开表的金额单位应当一致
-- applies: both
-- needs: claims.amount
-- source: R-TX-026
-- message: “{subject}”写作“{actual}”，表中为{expected}万元，单位应为万元
-- suggestion: 将“元”改为“万元”
-- figures: text
--
-- The printed digits equal the table's digits in 万元, but the unit is 元. Amounts properly converted to 元 are TXT-001's matter.
select c.document_id,
    c.value * 10000 <> f.low as holds,
    'C' || c.claim || ',F' || f.fact as refs,
    c.text as actual,
    cast(cast(f.low * 0.000001 as decimal(20, 2)) as varchar) as expected,
    c.subject
from claims c
join own_cells f on f.document_id = c.document_id and f.claim = c.claim and f.low = f.high
where c.kind = 'amount' and c.base = '' and c.unit = '元' and c.unbound = '' and c.value <> 0
