-- title: 增减额与增减幅的方向用词应当一致
-- severity: error
-- family: TXT
-- basis: 增加对应增长，减少对应下降
-- applies: both
-- needs: claims.change, claims.change_pct
-- source: R-TX-002
-- message: “{subject}”一处说{actual}，一处说{expected}，方向相反
-- figures: text
select p.document_id,
    case
        when p.direction = 0 or d.direction = 0 then null
        when p.value = 0 or d.value = 0 then true
        else p.direction = d.direction
    end as holds,
    '没有写明增减方向' as why,
    'C' || p.claim || ',C' || d.claim as refs,
    p.text as actual,
    d.text as expected,
    p.subject
from claims p
join claims d
    on d.document_id = p.document_id and d."group" = p."group" and d.kind = 'change' and d.base = p.base
    and d.statement = p.statement and d.item = p.item and d."column" = p."column"
where p.kind = 'change_pct'
