-- title: 增减幅度较大时应当说明原因
-- severity: warning
-- family: TXT
-- basis: 公开操作规程要求对增减变化说明原因；本规则对增减幅达到10%的项目核对
-- applies: both
-- needs: claims.change_pct
-- source: R-TX-010
-- message: “{subject}”{direction_word}{actual:pct}%，没有写明原因
-- suggestion: 补充“{subject}”增减变化的主要原因
-- figures: pct
--
-- Threshold: a change of 10 % or more (100000 ten-thousandths). A total whose parts follow (具体情况如下、其中) is explained by its parts,
-- and a 三公 item by its sub-items. A zero base is TXT-003's matter.
with told as (
    -- “收入总计、支出总计……各增加” is one figure bound to two subjects: the first stands for both
    select document_id, min(claim) as claim from claims where kind = 'change_pct' group by document_id, line, "start", "end"
),
changes as (
    select c.document_id, c."group" as grp, c.section, c.statement, c.item, c."column" as col, c.block, min(c.claim) as claim,
        max(c.subject) as subject, max(c.value) as pct, max(c.direction) as direction, max(c.reason) as reason
    from claims c
    join told o on o.document_id = c.document_id and o.claim = c.claim
    where kind = 'change_pct' and base in ('prior_final', 'prior_budget')
    group by c.document_id, c."group", c.section, c.statement, c.item, c."column", c.block
),
explained as (
    select document_id, "group" as grp, max(reason) as reason from claims where reason <> '' group by document_id, "group"
),
by_block as (
    select b.document_id, b.block,
        max(case when regexp_matches(b.text, '原因|主要是|主要系|主要为|由于|因为|[,。;]因[^此公而素]') then 1 else 0 end) as has_reason,
        max(case when regexp_matches(b.text, '如下|其中[:：,，]?|具体情况') then 1 else 0 end) as has_parts
    from (select distinct document_id, block from changes) c
    join blocks b on b.document_id = c.document_id and b.block = c.block
    where b.kind = 'paragraph'
    group by b.document_id, b.block
),
behind as (
    -- the reason may stand in a paragraph of its own right behind
    select document_id, block - 1 as block
    from blocks
    where kind = 'paragraph' and regexp_matches(text, '^(增减|变动|变化|增长|下降|增加|减少)?(变化|变动)?的?(主要)?(原因|是由于|是因为|是由)|^其?主要(是|系|为|因|由于)')
)
select c.document_id,
    case
        when c.pct < 100000 then true
        when c.reason <> '' or e.reason is not null or b.has_reason = 1 or n.block is not null then true
        when b.has_parts = 1 or c.unbound_part = 1 then null
        when c.section = '' or b.block is null then null
        else false
    end as holds,
    '总额的原因由分项说明' as why,
    'C' || c.claim as refs,
    c.pct as actual,
    cast(null as bigint) as expected,
    c.subject,
    case when c.direction < 0 then '下降' else '增长' end as direction_word
from (
    select changes.*, case when statement = 'three_public' and item in ('total', 'vehicles') then 1 else 0 end as unbound_part from changes
) c
left join explained e on e.document_id = c.document_id and e.grp = c.grp
left join by_block b on b.document_id = c.document_id and b.block = c.block
left join behind n on n.document_id = c.document_id and n.block = c.block
