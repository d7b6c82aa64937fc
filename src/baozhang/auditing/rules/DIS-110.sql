-- title: 名词解释逐项解释支出科目的，应当包括全部科目
-- severity: note
-- family: DIS
-- basis: 预决算公开应当对使用的支出功能分类科目进行解释
-- applies: both
-- needs: general, blocks
-- source: R-DISC-10
-- message: 名词解释只解释了部分科目，没有包括：{actual}
-- suggestion: 补充科目的解释
-- figures: text
--
-- Only where the glossary explains detailed items at all (at least two of those in the table): many provinces give general terms only.
with items as (
    select document_id, item, max(regexp_replace(item_label, '[()（） ]', '', 'g')) as label, max(value) as value
    from facts
    where statement = 'general' and level = 3 and "column" = 'total'
    group by document_id, item
),
glossary as (
    select document_id, block, regexp_replace(text, '[()（） ]', '', 'g') as text from blocks where part = 'glossary'
),
explained as (
    select i.document_id, i.item, i.label, i.value, max(case when position(i.label in g.text) > 0 then 1 else 0 end) as said, min(g.block) as block
    from items i
    join glossary g on g.document_id = i.document_id
    where i.label <> '' and i.value <> 0
    group by i.document_id, i.item, i.label, i.value
),
counted as (
    select document_id, min(block) as block, sum(said) as said, count(*) as items from explained group by document_id
),
missing as (
    select document_id, string_agg(label, '、' order by item) as labels from explained where said = 0 group by document_id
),
itemised as (
    select document_id, count(*) as entries from blocks where part = 'glossary' and regexp_matches(text, '[(（]款[)）]|20[0-9]{5}') group by document_id
)
select c.document_id,
    case when m.labels is null then true when n.entries is null or n.entries < 2 or c.said < 2 then null else false end as holds,
    '名词解释不逐项解释科目' as why,
    'B' || c.block as refs,
    m.labels as actual,
    cast(null as varchar) as expected
from counted c
left join missing m on m.document_id = c.document_id
left join itemised n on n.document_id = c.document_id
