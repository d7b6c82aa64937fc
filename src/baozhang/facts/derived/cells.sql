-- A cell of a statement, however often it is printed: `low` and `high` differ where it is printed with two figures.
-- since: 2026-11-26
select document_id, statement, item, "column" as col, min(fact) as fact, min(value) as low, max(value) as high, max(half_unit) as half_unit,
  max(case when repaired then 1 else 0 end) as repaired, min(parent) as parent, min(level) as level
from facts
group by document_id, statement, item, "column"
