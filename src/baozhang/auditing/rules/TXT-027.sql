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
-- The words may stand in a paragraph of their own behind the amounts they compare (`homes`).
-- Only paragraphs about one subject: one amount, one budget of one kind, one comparison in words. Where a completion rate or the cell of
-- the table agrees with the words, an amount is wrong: the matter of TXT-007 and TXT-001.
with amounts as (
    select c.document_id, c.block, min(c.claim) as claim, min(c.value) as low, max(c.value) as high, max(c.subject) as subject,
        min(f.low) as cell, max(f.high) as high_cell
    from claims c
    left join own_cells f on f.document_id = c.document_id and f.claim = c.claim
    where c.kind = 'amount' and c.base = '' and c.unit = '元'
    group by c.document_id, c.block
),
rates as (
    select document_id, block, min(value) as low, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'completion'
    group by document_id, block
),
budgets as (
    select document_id, block, min(claim) as claim, min(value) as low, max(value) as high, count(distinct base) as bases
    from claims
    where kind = 'amount' and base in ('initial_budget', 'adjusted_budget') and unit = '元'
    group by document_id, block
),
worded as (
    -- where several comparisons are told, the one whose reason is given is of the paragraph's own subject
    select document_id, block,
        case when reasoned <> '' then reasoned else first_said end as phrase,
        case when reasoned <> '' then reasoned_word else first_word end as word,
        turned and (reasoned = '' or several_reasons) as mixed
    from (
        select document_id, block,
            regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?', 0) as first_said,
            regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?', 1) as first_word,
            regexp_extract(text, '(决算数?(大于|小于|高于|低于|超过)(年初|全年|调整)?预算数?)的?(主要)?原因', 1) as reasoned,
            regexp_extract(text, '(决算数?(大于|小于|高于|低于|超过)(年初|全年|调整)?预算数?)的?(主要)?原因', 2) as reasoned_word,
            regexp_matches(text, '预算数?的?(主要)?原因.*预算数?的?(主要)?原因') as several_reasons,
            regexp_matches(text, '(大于|高于|超过).*预算数?.*(小于|低于).*预算数?|(小于|低于).*预算数?.*(大于|高于|超过).*预算数?') as turned
        from blocks
        where kind = 'paragraph' and regexp_matches(text, '决算数?(大于|小于|等于|高于|低于|超过)(年初|全年|调整)?预算数?')
    ) told
),
homes as (
    -- the paragraph of the amounts: the one of the words, or the last one before it that tells amounts of what is compared
    select c.document_id, c.block, max(a.block) as home
    from claims c
    join claims a on a.document_id = c.document_id and a."group" = c."group" and a.statement = c.statement and a.item = c.item
    where c.kind = 'comparison' and a.kind = 'amount' and a.base = '' and a.unit = '元' and a.block <= c.block
    group by c.document_id, c.block
),
signs as (
    -- what the words say, and what each figure says: 1 above the budget, -1 below, 0 equal
    select w.document_id, w.block, w.phrase, w.mixed, a.claim, b.claim as budget_claim, a.low, a.high, b.low as budget, b.high as high_budget, b.bases, a.subject,
        case when w.word in ('大于', '高于', '超过') then 1 when w.word in ('小于', '低于') then -1 else 0 end as said,
        sign(a.low - b.low) as meant,
        case when a.cell = a.high_cell then sign(a.cell - b.low) end as by_cell,
        case when r.low <> r.high then null when abs(r.low - 1000000) <= r.half_unit then 0 else sign(r.low - 1000000) end as by_rate
    from worded w
    left join amounts o on o.document_id = w.document_id and o.block = w.block
    left join homes h on h.document_id = w.document_id and h.block = w.block
    join amounts a on a.document_id = w.document_id and a.block = case when o.block is null then h.home else w.block end
    join budgets b on b.document_id = a.document_id and b.block = a.block
    left join rates r on r.document_id = a.document_id and r.block = a.block
)
select document_id,
    case
        when mixed or low <> high or budget <> high_budget or bases > 1 then null
        when said = meant then true
        when said = by_rate and by_rate <> 0 or said = by_cell then null
        else false
    end as holds,
    case when said <> meant and (said = by_rate or said = by_cell) then '完成率或表中数字与说法相符，是金额有误，见另一规则' else '同一段中不止一个事项' end as why,
    'C' || claim || ',C' || budget_claim as refs,
    phrase as actual,
    case when meant > 0 then '决算数大于预算数' when meant < 0 then '决算数小于预算数' else '决算数等于预算数' end as expected,
    subject, low as current, budget
from signs
