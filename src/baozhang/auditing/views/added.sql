-- The points of a form: the scores of its indicators and those for execution, added up.
select f.document_id, f.form, cast(sum(i.score) as bigint) + max(f.funds_score) as points
from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
