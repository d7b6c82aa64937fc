-- Indicators whose field for reasons is empty or gives none (无, 无偏差, 已完成 …).
select i.document_id, i.indicator
from indicators i left join indicator_words n on n.topic = 'no_reason' and n.word = regexp_replace(i.reason, '[。.,，;；]', '', 'g')
where i.reason = '' or n.word is not null
