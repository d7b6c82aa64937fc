-- What a document contains, as the `needs` of rules call it.
-- since: 2026-11-26
select document_id, statement as term from statements
union
select document_id, statement as term from facts
union
select document_id, unnest(['claims', 'claims.' || kind, 'claims.' || section, 'claims.' || section || ':' || kind]) as term
from (select distinct document_id, kind, section from claims) told
union
select document_id, unnest(['evaluations', 'evaluations.' || kind]) as term from (select distinct document_id, kind from evaluations) forms
union
select document_id, unnest(['wording', 'wording.' || kind]) as term from (select distinct document_id, kind from wording) marks
union
select document_id, 'section.' || section as term from (select distinct document_id, section from blocks where section <> '') parts
union
select document_id, 'blocks' as term from blocks
union
select document_id, 'fundings' as term from fundings
union
select document_id, 'indicators' as term from indicators
union
select document_id, 'unrecognised' as term from unrecognised
