-- The documents that break off before their contents end (`reading.ending`): what would follow is not missing.
select distinct document_id from unrecognised where kind = 'broken_off'
