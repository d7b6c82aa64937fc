-- title: 文字所写的上年数应与上年公开的数一致
-- severity: warning
-- family: YOY
-- basis: 与上年决算（预算）数比较：上年数应为上年公开的数，口径有变化的应当说明
-- applies: both
-- needs: claims.amount
-- source: R-TX-002
-- across: year
-- message: “{subject}”所写的上年数为{actual:wan}万元，上年文件为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对上年数；按新口径调整的，予以说明
-- figures: wan
-- gather: 8
with stated as (
    select c.document_id, c.statement, c.item, c."column" as col, min(c.claim) as claim, min(c.value) as value,
        max(c.half_unit) as half_unit, min(c.subject) as subject
    from claims c join documents d on d.document_id = c.document_id
    where c.kind = 'amount' and c.unit = '元' and c.unbound = ''
        and c.base = case d.stage when 'final' then 'prior_final' else 'prior_budget' end
    group by c.document_id, c.statement, c.item, c."column" having min(c.value) = max(c.value)
),
sought as (
    select distinct p.partner_id as document_id, s.statement, s.item, s.col from partners p join stated s on s.document_id = p.document_id
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
)
select p.document_id,
    case when l.value is null then null when abs(s.value - l.value) <= s.half_unit + l.half_unit then true else false end as holds,
    '上年文件中没有这一项' as why,
    'C' || s.claim || case when l.value is null then '' else ',' || p.partner_id || '/' || l.ref end as refs,
    s.value as actual, l.value as expected, s.subject
from partners p
join stated s on s.document_id = p.document_id
left join cells l on l.document_id = p.partner_id and l.statement = s.statement and l.item = s.item and l.col = s.col
where p.relation = 'year'
