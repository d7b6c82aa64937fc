-- The cell that a claim speaks of, by claim: as in `cells`.
select c.document_id, c.claim, f.fact, f.low, f.high, f.half_unit, f.repaired
from claims c
join cells f on f.document_id = c.document_id and f.statement = c.statement and f.item = c.item and f.col = c."column"
