-- title: 文字列举的经济科目应当与有金额的科目一致
-- severity: note
-- family: TXT
-- basis: “主要包括”之后列举的科目应当在基本支出表中有金额
-- applies: both
-- needs: basic, section.basic
-- source: R-TX-019
-- message: {list_name}的列举与基本支出表不一致：{actual}
-- suggestion: 按基本支出表中有金额的科目列举
-- figures: text
--
-- One case per list. Many templates print every name; that is style, hence a note. Names are compared without brackets and blanks.
with lists as (
    select document_id, block,
        case when regexp_matches(text, '人员(经费|支出)[0-9.,]*万元') then 'staff' else 'operating_cost' end as kind,
        '、' || regexp_replace(regexp_replace(regexp_extract(text, '主要(包括|用于)[:：]?([^。]*)', 2), '[()（） ]', '', 'g'), '[。.,，;；]', '、', 'g') || '、' as names
    from blocks
    where section = 'basic' and kind in ('paragraph', 'heading', 'note')
        and regexp_matches(text, '(人员|公用)(经费|支出)[0-9.,]*万元[^。]*主要(包括|用于)')
        and not regexp_matches(text, '人员(经费|支出)[0-9.,]+万元.*公用(经费|支出)[0-9.,]+万元')
),
cells as (
    select document_id, item, max(regexp_replace(item_label, '[()（） ]', '', 'g')) as label, max(value) as value,
        case when item like '301%' or item like '303%' then 'staff' else 'operating_cost' end as kind, min(fact) as fact
    from facts
    where statement = 'basic' and level = 2 and length(item) = 5 and "column" in ('amount', 'total')
    group by document_id, item
),
compared as (
    select l.document_id, l.block, l.kind, l.names, c.item, c.label, c.value, c.fact,
        case when position('、' || c.label || '、' in l.names) > 0 or position('、' || c.label || '等' in l.names) > 0 then 1 else 0 end as named
    from lists l
    join cells c on c.document_id = l.document_id and c.kind = l.kind and c.label <> ''
    where length(l.names) > 2
),
missing as (
    select document_id, block, string_agg(label, '、' order by item) as labels, count(*) as labels_count, min(fact) as fact
    from compared
    where value > 0 and named = 0
    group by document_id, block
),
empty as (
    select document_id, block, string_agg(label, '、' order by item) as labels, count(*) as labels_count, min(fact) as fact
    from compared
    where value = 0 and named = 1
    group by document_id, block
),
seen as (
    select document_id, block, kind, max(names) as names from compared group by document_id, block, kind
)
select s.document_id,
    case
        when m.labels is null and e.labels is null then true
        when e.labels is null and (s.names like '%等、%' or s.names like '%等支出、%') then true
        else false
    end as holds,
    'B' || s.block || case
        when e.fact is not null then ',F' || e.fact
        when m.fact is not null then ',F' || m.fact
        else ''
    end as refs,
    case when e.labels is null then '' else '列举了没有金额的' || e.labels_count || '个科目（' || e.labels || '）' end
        || case when e.labels is not null and m.labels is not null then '；' else '' end
        || case when m.labels is null then '' else '漏列有金额的' || m.labels_count || '个科目（' || m.labels || '）' end as actual,
    cast(null as varchar) as expected,
    case s.kind when 'staff' then '人员经费' else '公用经费' end as list_name
from seen s
left join missing m on m.document_id = s.document_id and m.block = s.block
left join empty e on e.document_id = s.document_id and e.block = s.block
