-- The explanation of every document, and whether it is whole: four sections, 400 characters, “三公” expenses, and two of the matters
-- that close every explanation. A piece of one, or one that was cut off, cannot be said to lack something.
with told as (
    select document_id, min(case when part = 'explanation' then block end) as block,
        sum(case when part = 'explanation' then length(text) else 0 end) as length,
        count(distinct case when part = 'explanation' then section end) as sections,
        max(case when text like '%三公%' or text like '%因公出国%' then 1 else 0 end) as three_public,
        max(case when text like '%运行经费%' then 1 else 0 end) + max(case when text like '%政府采购%' then 1 else 0 end)
            + max(case when text like '%国有资产%' or text like '%车辆%' then 1 else 0 end)
            + max(case when text like '%绩效%' then 1 else 0 end) + max(case when part = 'glossary' then 1 else 0 end) as closing
    from blocks
    where part in ('explanation', 'glossary')
    group by document_id
)
select document_id, block, case when length >= 400 and sections >= 4 and three_public = 1 and closing >= 2 then 1 else 0 end as complete
from told
where block is not null
