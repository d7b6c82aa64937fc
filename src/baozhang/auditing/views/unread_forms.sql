-- Documents with performance forms that are held together by blanks alone, have no ruling lines, whose columns slipped, or of
-- which one lacks its name or its indicators while most have them (a page parts it): how many forms there are, and their money in all, is not certain.
select distinct document_id from unrecognised where kind = 'form_unsure'
union
select document_id
from (
  select e.document_id, e.kind, case when e.project = '' then 1 else 0 end as nameless, case when i.form is null then 1 else 0 end as bare
  from evaluations e
  left join (select distinct document_id, form from indicators) i on i.document_id = e.document_id and i.form = e.form
  where e.kind in ('self', 'target') and e.copy_of is null
) whole
group by document_id, kind
having sum(nameless) > 0 and 2 * sum(nameless) < count(*) or sum(bare) > 0 and 2 * sum(bare) < count(*)
