-- title: “决算数大于（小于、等于）上年决算数”的说法应与增减方向相符
-- severity: error
-- family: TXT
-- basis: 文字比较应与同一处的增减方向一致
-- applies: final
-- needs: claims.change
-- source: R-TX-009
-- message: “{subject}”较上年{direction_word}{change:wan}万元，文字却说“{actual}”
-- suggestion: 将“{actual}”改为“{expected}”
-- figures: text
--
-- Only paragraphs with one change against last year.
with changes as (
    select document_id, block, min(claim) as claim, min(direction * value) as low, max(direction * value) as high, max(subject) as subject
    from claims
    where kind = 'change' and base = 'prior_final' and unit = '元' and (value = 0 or direction <> 0)
    group by document_id, block
),
worded as (
    select document_id, block,
        regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)上年度?决算数?', 0) as phrase,
        regexp_extract(text, '决算数?(大于|小于|等于|高于|低于|超过)上年度?决算数?', 1) as word
    from blocks
    where kind = 'paragraph' and regexp_matches(text, '决算数?(大于|小于|等于|高于|低于|超过)上年度?决算数?')
)
select w.document_id,
    case
        when c.low <> c.high then null
        when w.word in ('大于', '高于', '超过') then c.low > 0
        when w.word in ('小于', '低于') then c.low < 0
        else c.low = 0
    end as holds,
    '同一段中不止一个增减额' as why,
    'C' || c.claim as refs,
    w.phrase as actual,
    case when c.low > 0 then '决算数大于上年决算数' when c.low < 0 then '决算数小于上年决算数' else '决算数等于上年决算数' end as expected,
    c.subject,
    abs(c.low) as change,
    case when c.low < 0 then '减少' else '增加' end as direction_word
from worded w
join changes c on c.document_id = w.document_id and c.block = w.block
