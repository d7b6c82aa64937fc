-- The cell that a claim speaks of, by claim: as in `cells`, of which only these are made.
-- since: 2026-11-26
select c.document_id, c.claim, min(f.fact) as fact, min(f.value) as low, max(f.value) as high, max(f.half_unit) as half_unit,
  max(case when f.repaired then 1 else 0 end) as repaired
from claims c
join facts f on f.document_id = c.document_id and f.statement = c.statement and f.item = c.item and f."column" = c."column"
group by c.document_id, c.claim
