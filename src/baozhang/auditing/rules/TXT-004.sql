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
with zero as (
    select d.document_id, d.claim, d.subject, d.sentence, d.reason, p.claim as pct_claim, p.value as pct, p.text as pct_text
    from claims d
    left join claims p
        on p.document_id = d.document_id and p."group" = d."group" and p.kind = 'change_pct' and p.base = d.base
        and p.statement = d.statement and p.item = d.item and p."column" = d."column"
    where d.kind = 'change' and d.value = 0
),
worded as (
    select *,
        regexp_extract(sentence, '(增长|下降|增加|减少|上升|降低|增减)的?(主要)?原因', 0) as cause
    from zero
)
select document_id,
    coalesce(pct, 0) = 0 and cause = '' as holds,
    'C' || claim || case when pct_claim is null then '' else ',C' || pct_claim end as refs,
    case when coalesce(pct, 0) <> 0 then pct_text else cause end as actual,
    '与上年持平' as expected,
    subject
from worded
