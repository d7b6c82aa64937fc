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
-- gather: 1
--
-- “净增加20.00万元、增长100.00%” is customary: a note. “增加0.00万元、增长0.00%” is how the template says that both years are zero; it is let pass;
-- any other percentage beside a change of zero is the matter of TXT-004.
with told as (
    -- “收入总计、支出总计……各增加” is one figure bound to two subjects: the first stands for both
    select document_id, min(claim) as claim from claims where kind = 'change_pct' group by document_id, line, "start", "end"
),
changes as (
    -- “净增加20.00万元、增长100.00%” is customary: a note. “增加0.00万元……与上年持平” says the same twice: the first counts
    select document_id, min(claim) as claim from claims where kind = 'change' group by document_id, "group", statement, item, "column", base
),
amounts as (
    select document_id, "group" as grp, statement, item, "column" as col, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元'
    group by document_id, "group", statement, item, "column"
    having min(value) = max(value)
),
cases as (
    select p.document_id, p.claim, p.subject, p.value as pct, d.claim as change_claim, d.value as change, a.claim as amount_claim,
        a.value as current, case when d.text like '净%' or p.text like '净%' then 1 else 0 end as net,
        a.value - (case when d.direction = 0 then p.direction else d.direction end) * d.value as prior,
        case when d.direction = 0 then p.direction else d.direction end as direction
    from claims p
    join told o on o.document_id = p.document_id and o.claim = p.claim
    join claims d
        on d.document_id = p.document_id and d."group" = p."group" and d.kind = 'change' and d.base = p.base
        and d.statement = p.statement and d.item = p.item and d."column" = p."column" and d.unit = '元'
    join changes e on e.document_id = d.document_id and e.claim = d.claim
    join amounts a
        on a.document_id = p.document_id and a.grp = p."group" and a.statement = p.statement and a.item = p.item and a.col = p."column"
    where p.kind = 'change_pct' and p.base in ('prior_final', 'prior_budget')
)
select document_id,
    prior <> 0 or change = 0 as holds,
    'C' || claim || ',C' || change_claim || ',C' || amount_claim as refs,
    pct as actual,
    cast(null as bigint) as expected,
    case when pct = 1000000 and net = 1 then 'note' else 'warning' end as severity,
    subject, current, change,
    case when direction < 0 then '减少' else '增加' end as direction_word
from cases
