-- title: 文字所述增减推算的上年数应与上年公开的数一致
-- severity: warning
-- family: YOY
-- basis: 与上年决算（预算）数比较：本年数减增加额、加减少额即上年数，口径有变化的应当说明
-- applies: both
-- needs: claims.change
-- source: R-TX-002
-- across: year
-- message: “{subject}”{said}，推算上年数为{actual:wan}万元，上年文件为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对上年数和增减额；上年数按新口径调整的，予以说明
-- figures: wan
-- gather: 8
--
-- 本年数 is the table's figure, else the one the sentence gives. A document without the item in its table says nothing about it.
with told as (
    select c.document_id, c.statement, c.item, c."column" as col, min(c.claim) as claim
    from claims c join documents d on d.document_id = c.document_id
    where c.kind = 'change' and c.unit = '元' and c.unbound = '' and (c.direction <> 0 or c.value = 0)
        and c.base = case d.stage when 'final' then 'prior_final' else 'prior_budget' end
    group by c.document_id, c.statement, c.item, c."column"
),
changes as (
    select c.document_id, c.claim, c.statement, c.item, c."column" as col, c.subject, c.value, c.half_unit, c.direction, c.text
    from told t join claims c on c.document_id = t.document_id and c.claim = t.claim
),
sought as (
    select document_id, statement, item, col from changes
    union
    select p.partner_id, h.statement, h.item, h.col from partners p join changes h on h.document_id = p.document_id
    where p.relation = 'year'
),
figures as (
    select f.document_id, f.statement, f.item, s.col, f.value, f.half_unit, 'F' || f.fact as ref
    from sought s
    join facts f on f.document_id = s.document_id and f.statement = s.statement and f.item = s.item and f."column" = s.col
    union all
    select document_id, statement, item, "column", value, half_unit, 'C' || claim from claims
    where kind = 'amount' and base = '' and unit = '元' and unbound = '' and statement = 'disclosure'
),
cells as (
    select document_id, statement, item, col, min(value) as value, max(half_unit) as half_unit, min(ref) as ref
    from figures group by document_id, statement, item, col having min(value) = max(value)
),
implied as (
    select p.document_id, p.partner_id, h.claim, h.subject, h.text, n.ref, l.ref as last_ref, l.value as last,
        n.value - h.direction * h.value as prior, h.half_unit + n.half_unit + l.half_unit as tolerance, l.value is null as absent
    from partners p
    join changes h on h.document_id = p.document_id
    join cells n on n.document_id = h.document_id and n.statement = h.statement and n.item = h.item and n.col = h.col
    left join cells l on l.document_id = p.partner_id and l.statement = h.statement and l.item = h.item and l.col = h.col
    where p.relation = 'year'
)
select document_id,
    case when absent then null when abs(prior - last) <= tolerance then true else false end as holds,
    '上年文件中没有这一项' as why,
    'C' || claim || ',' || ref || case when absent then '' else ',' || partner_id || '/' || last_ref end as refs,
    prior as actual, last as expected, subject, text as said
from implied
