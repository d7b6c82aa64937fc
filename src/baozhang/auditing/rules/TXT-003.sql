-- title: 上年数为零时不应计算增减幅
-- severity: warning
-- family: TXT
-- basis: 增减幅＝增减额÷上年数，上年数为零时没有意义
-- applies: both
-- needs: claims.amount, claims.change, claims.change_pct
-- source: R-TX-003
-- message: “{subject}”本年{current:wan}万元、{direction_word}{change:wan}万元，上年数为零，不应写“{actual:pct}%”
-- suggestion: 删去百分比，改写为“净增加{change:wan}万元”
-- figures: pct
--
-- “增加0.00万元、增长0.00%” is how the template says that both years are zero; it is let pass.
with amounts as (
    select document_id, "group" as grp, statement, item, "column" as col, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元'
    group by document_id, "group", statement, item, "column"
    having min(value) = max(value)
),
cases as (
    select p.document_id, p.claim, p.subject, p.value as pct, d.claim as change_claim, d.value as change, a.claim as amount_claim,
        a.value as current, a.half_unit + d.half_unit as slack,
        a.value - (case when d.direction = 0 then p.direction else d.direction end) * d.value as prior,
        case when d.direction = 0 then p.direction else d.direction end as direction
    from claims p
    join claims d
        on d.document_id = p.document_id and d."group" = p."group" and d.kind = 'change' and d.base = p.base
        and d.statement = p.statement and d.item = p.item and d."column" = p."column" and d.unit = '元'
    join amounts a
        on a.document_id = p.document_id and a.grp = p."group" and a.statement = p.statement and a.item = p.item and a.col = p."column"
    where p.kind = 'change_pct' and p.base in ('prior_final', 'prior_budget')
)
select document_id,
    prior <> 0 or pct = 0 and change = 0 as holds,
    'C' || claim || ',C' || change_claim || ',C' || amount_claim as refs,
    pct as actual,
    cast(null as bigint) as expected,
    subject, current, change,
    case when direction < 0 then '减少' else '增加' end as direction_word
from cases
