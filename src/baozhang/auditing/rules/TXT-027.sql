-- title: “决算数大于（小于、等于）预算数”的说法应与金额相符
-- severity: error
-- family: TXT
-- basis: 文字比较应与同一处的决算数、预算数一致
-- applies: final
-- needs: claims.amount
-- source: R-TX-009
-- message: “{subject}”决算{current:wan}万元、预算{budget:wan}万元，文字却说“{actual}”
-- suggestion: 将“{actual}”改为“{expected}”
-- figures: text
--
-- Only paragraphs about one subject: one amount, one budget of one kind, one comparison in words.
with amounts as (
    select document_id, block, min(claim) as claim, min(value) as low, max(value) as high, max(subject) as subject
    from claims
    where kind = 'amount' and base = '' and unit = '元'
    group by document_id, block
),
budgets as (
    select document_id, block, min(claim) as claim, min(value) as low, max(value) as high, count(distinct base) as bases
    from claims
    where kind = 'amount' and base in ('initial_budget', 'adjusted_budget') and unit = '元'
    group by document_id, block
),
worded as (
    select document_id, block,
        regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?', 0) as phrase,
        regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?', 1) as word,
        regexp_matches(text, '大于.*预算数.*小于.*预算数|小于.*预算数.*大于.*预算数') as mixed
    from blocks
    where kind = 'paragraph' and regexp_matches(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?')
)
select w.document_id,
    case
        when w.mixed or a.low <> a.high or b.low <> b.high or b.bases > 1 then null
        when w.word in ('大于', '高于', '超过') then a.low > b.low
        when w.word in ('小于', '低于') then a.low < b.low
        else a.low = b.low
    end as holds,
    '同一段中不止一个事项' as why,
    'C' || a.claim || ',C' || b.claim as refs,
    w.phrase as actual,
    case when a.low > b.low then '决算数大于预算数' when a.low < b.low then '决算数小于预算数' else '决算数等于预算数' end as expected,
    a.subject, a.low as current, b.low as budget
from worded w
join amounts a on a.document_id = w.document_id and a.block = w.block
join budgets b on b.document_id = w.document_id and b.block = w.block
