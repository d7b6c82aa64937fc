-- title: “决算数大于（小于）预算数”的说法应与完成率相符
-- severity: error
-- family: TXT
-- basis: 完成率大于100%即决算数大于预算数
-- applies: final
-- needs: claims.completion
-- source: R-TX-009
-- message: “{subject}”完成预算的{rate:pct}%，文字却说“{actual}”
-- suggestion: 将“{actual}”改为“{expected}”
-- figures: text
with rates as (
    select document_id, block, min(claim) as claim, min(value) as low, max(value) as high, max(half_unit) as half_unit, max(subject) as subject
    from claims
    where kind = 'completion'
    group by document_id, block
),
amounts as (
    -- where the budget is printed TXT-027 compares the amounts themselves; two zeros complete nothing
    select document_id, block,
        max(case when base <> '' then 1 else 0 end) as has_budget,
        max(case when base = '' then value else 0 end) as current
    from claims
    where kind = 'amount' and unit = '元'
    group by document_id, block
),
worded as (
    select document_id, block,
        regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?', 0) as phrase,
        regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?', 1) as word
    from blocks
    where kind = 'paragraph' and regexp_matches(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?')
)
select w.document_id,
    case
        when r.low <> r.high or a.has_budget = 1 or a.current = 0 then null
        when w.word in ('大于', '高于', '超过') then r.high + r.half_unit > 1000000
        when w.word in ('小于', '低于') then r.low - r.half_unit < 1000000
        else abs(r.low - 1000000) <= r.half_unit
    end as holds,
    '预算数已写明，或决算数为零' as why,
    'C' || r.claim as refs,
    w.phrase as actual,
    case when r.low > 1000000 then '决算数大于预算数' when r.low < 1000000 then '决算数小于预算数' else '决算数等于预算数' end as expected,
    r.subject, r.low as rate
from worded w
join rates r on r.document_id = w.document_id and r.block = w.block
join amounts a on a.document_id = w.document_id and a.block = w.block
