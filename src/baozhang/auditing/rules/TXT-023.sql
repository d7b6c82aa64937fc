-- title: 同一事项在文字中应当只有一个数
-- severity: warning
-- family: TXT
-- basis: 同一文件内同一指标应当一致
-- applies: both
-- needs: claims.amount|claims.count
-- source: R-TX-023
-- message: “{subject}”一处为“{actual}”，另一处为“{expected}”
-- suggestion: 核对后统一
-- figures: text
--
-- Only subjects no table vouches for: those that have a cell are compared with it by TXT-001, so that an amount of “三公”经费 or
-- the whole of 一般公共预算财政拨款 is taken where the document does not print the statement. Kinds of vehicles and the plan of purchases are printed once per list, and a count
-- in a different breath may be of a different thing; only settled subjects are taken.
with printed as (
    select distinct document_id, statement from facts
),
settled as (
    select c.document_id, c.statement, c.item, c.kind, c."column" as col, c.unit, c.claim, c.value, c.half_unit, c.text, c.subject
    from claims c
    left join printed p on p.document_id = c.document_id and p.statement = c.statement
    where c.kind in ('amount', 'count', 'score') and c.unbound = '' and c.base = ''
        and case
            when c.statement = 'disclosure' then
                c.item in ('operating_expenses', 'procurement.total', 'procurement.goods', 'procurement.works', 'procurement.services',
                    'procurement.sme', 'procurement.small', 'abroad.persons', 'reception.batches', 'reception.persons',
                    'vehicles.kept', 'basic.staff', 'basic.operating_cost')
                or c.item like 'project:%'
            else c.kind = 'amount' and c.unit = '元' and p.document_id is null
                and (c.statement = 'three_public' or c.statement in ('general', 'basic') and c.item = 'total' and c."column" = 'total')
        end
),
firsts as (
    select document_id, statement, item, kind, col, unit, min(claim) as claim, max(half_unit) as half_unit, min(value) as low, max(value) as high
    from settled
    group by document_id, statement, item, kind, col, unit
    having count(*) > 1
)
select f.document_id,
    f.high - f.low <= f.half_unit as holds,
    case when f.low = f.high then 'C' || f.claim else 'C' || o.claim || ',C' || f.claim end as refs,
    case when f.low = f.high then a.text else o.text end as actual,
    a.text as expected,
    a.subject
from firsts f
join settled a on a.document_id = f.document_id and a.claim = f.claim
left join (
    select s.document_id, s.statement, s.item, s.kind, s.col, s.unit, min(s.claim) as claim
    from settled s
    join firsts g on g.document_id = s.document_id and g.statement = s.statement and g.item = s.item and g.kind = s.kind and g.col = s.col and g.unit = s.unit
    join settled b on b.document_id = g.document_id and b.claim = g.claim
    where s.value <> b.value
    group by s.document_id, s.statement, s.item, s.kind, s.col, s.unit
) d on d.document_id = f.document_id and d.statement = f.statement and d.item = f.item and d.kind = f.kind and d.col = f.col and d.unit = f.unit
left join settled o on o.document_id = f.document_id and o.claim = d.claim
