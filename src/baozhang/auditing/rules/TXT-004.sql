-- title: 没有增减时不应写增减幅或增减原因
-- severity: warning
-- family: TXT
-- basis: 增减额为零即与上年持平
-- applies: both
-- needs: claims.change
-- source: R-TX-004
-- message: “{subject}”增减额为零，却写“{actual}”
-- suggestion: 改写为“与上年持平”
-- figures: text
--
-- A reason belongs to the last change told before it: in “比预算增加0万元，比去年增加1.55万元，增加原因是……” it is not the zero's.
with changes as (
    -- “增加0.00万元……与上年持平” says the same twice: the first counts
    select document_id, min(claim) as claim from claims where kind = 'change' group by document_id, "group", statement, item, "column", base
),
told as (
    -- “收入总计、支出总计……各增加” is one figure bound to two subjects: the first stands for both
    select c.document_id, min(c.claim) as claim
    from claims c
    join changes e on e.document_id = c.document_id and e.claim = c.claim
    group by c.document_id, c.line, c."start", c."end"
),
zero as (
    select d.document_id, d.claim, d.subject, d.block, d."end", d."group" as grp, d.base, p.claim as pct_claim, p.value as pct,
        p.text as pct_text
    from claims d
    join told o on o.document_id = d.document_id and o.claim = d.claim
    left join claims p
        on p.document_id = d.document_id and p."group" = d."group" and p.kind = 'change_pct' and p.base = d.base
        and p.statement = d.statement and p.item = d.item and p."column" = d."column"
    where d.kind = 'change' and d.value = 0
),
next_change as (
    select z.document_id, z.claim, min(c."start") as "start"
    from zero z
    join claims c on c.document_id = z.document_id and c.block = z.block and c."start" >= z."end"
    where (c.kind in ('change', 'change_pct') and (c.value <> 0 or c."group" <> z.grp or c.base <> z.base))
        or (c.kind = 'amount' and c."group" <> z.grp)
    group by z.document_id, z.claim
),
worded as (
    select z.*,
        regexp_extract(
            regexp_extract(substring(b.text, z."end" + 1, coalesce(n."start", length(b.text)) - z."end"), '^[^。]*', 0),
            '(增长|下降|增加|减少|上升|降低)的?(主要)?原因', 0
        ) as cause
    from zero z
    join blocks b on b.document_id = z.document_id and b.block = z.block
    left join next_change n on n.document_id = z.document_id and n.claim = z.claim
)
select document_id,
    coalesce(pct, 0) = 0 and cause = '' as holds,
    'C' || claim || case when pct_claim is null then '' else ',C' || pct_claim end as refs,
    case when coalesce(pct, 0) <> 0 then pct_text else cause end as actual,
    '与上年持平' as expected,
    subject
from worded
