-- title: 增减额与增减幅的方向用词应当一致
-- severity: error
-- family: TXT
-- basis: 增加对应增长，减少对应下降
-- applies: both
-- needs: claims.change, claims.change_pct
-- source: R-TX-002
-- message: “{subject}”一处说{actual}，一处说{expected}，方向相反
-- figures: text
with changes as (
    -- “增加0.00万元……与上年持平” says the same twice: the first counts
    select document_id, min(claim) as claim from claims where kind = 'change' group by document_id, "group", statement, item, "column", base
),
told as (
    -- “收入总计、支出总计……各增加” is one figure bound to two subjects: the first stands for both
    select document_id, min(claim) as claim from claims where kind = 'change_pct' group by document_id, line, "start", "end"
)
select p.document_id,
    case
        when p.value = 0 or d.value = 0 then true
        when p.direction = 0 or d.direction = 0 then null
        else p.direction = d.direction
    end as holds,
    '没有写明增减方向' as why,
    'C' || p.claim || ',C' || d.claim as refs,
    p.text as actual,
    d.text as expected,
    p.subject
from claims p
join told o on o.document_id = p.document_id and o.claim = p.claim
join claims d
    on d.document_id = p.document_id and d."group" = p."group" and d.kind = 'change' and d.base = p.base
    and d.statement = p.statement and d.item = p.item and d."column" = p."column"
join changes e on e.document_id = d.document_id and e.claim = d.claim
where p.kind = 'change_pct'
