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
    select d.document_id, d.claim, d.subject, d.sentence, d.reason, p.claim as pct_claim, p.value as pct, p.text as pct_text
    from claims d
    join told o on o.document_id = d.document_id and o.claim = d.claim
    left join claims p
        on p.document_id = d.document_id and p."group" = d."group" and p.kind = 'change_pct' and p.base = d.base
        and p.statement = d.statement and p.item = d.item and p."column" = d."column"
    where d.kind = 'change' and d.value = 0
),
worded as (
    select *,
        regexp_extract(sentence, '(增长|下降|增加|减少|上升|降低)的?(主要)?原因', 0) as cause
    from zero
)
select document_id,
    coalesce(pct, 0) = 0 and cause = '' as holds,
    'C' || claim || case when pct_claim is null then '' else ',C' || pct_claim end as refs,
    case when coalesce(pct, 0) <> 0 then pct_text else cause end as actual,
    '与上年持平' as expected,
    subject
from worded
