-- The first block of every document that has any: what a rule refers to that finds nothing amiss in all of it.
select document_id, min(block) as block from blocks group by document_id
