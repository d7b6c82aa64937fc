-- What the words of an indicator's name tell about it: 1 where they belong to the topic; indicators of no topic are left out.
select i.document_id, i.indicator, max(case when w.topic = 'positive_rate' then 1 else 0 end) as positive_rate,
  max(case when w.topic = 'positive_rate_except' then 1 else 0 end) as positive_rate_except,
  max(case when w.topic = 'cost_ceiling' then 1 else 0 end) as cost_ceiling,
  max(case when w.topic = 'not_cost' then 1 else 0 end) as not_cost,
  max(case when w.topic = 'satisfaction' then 1 else 0 end) as satisfaction
from indicators i join indicator_words w on strpos(i.name, w.word) > 0
where w.topic in ('positive_rate', 'positive_rate_except', 'cost_ceiling', 'not_cost', 'satisfaction')
group by i.document_id, i.indicator
