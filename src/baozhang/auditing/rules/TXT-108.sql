-- title: 部分占总额的比例不应超过100%
-- severity: error
-- family: TXT
-- basis: 占比＝该项金额÷总额，部分不大于总额
-- applies: both
-- needs: claims.share
-- source: R-TX-008
-- message: “{subject}”{words}，部分不可能大于总额
-- suggestion: 核对占比和所占的总额
-- figures: pct
--
-- A share of last year's figure or of a plan may exceed 100 %; only shares of a total, a sum or an expenditure are judged.
select document_id,
    case
        when value <= 1000000 then true
        when regexp_matches(text, '上年|去年|年初|计划|目标|任务|预算数|定额') or direction <> 0 then null
        else false
    end as holds,
    '所占的可能是计划数或上年数' as why,
    'C' || claim as refs,
    value as actual,
    cast(1000000 as bigint) as expected,
    case when subject <> '' then subject else '该项' end as subject,
    text as words
from claims
where kind = 'share' and unbound = ''
