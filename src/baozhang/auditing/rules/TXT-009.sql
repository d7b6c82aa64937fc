-- title: 增减原因应当与增减方向一致
-- severity: warning
-- family: TXT
-- basis: 说明增加的原因不应得出减少的结论，反之亦然
-- applies: both
-- needs: claims.change
-- source: R-TX-009
-- message: “{subject}”本年{direction_word}{change:wan}万元，所写原因却是“{actual}”
-- suggestion: 核对增减方向，或改写原因
-- figures: text
--
-- Two signs, both narrow. (1) The reason draws a conclusion (导致、因此、故…) about the money itself in the other direction and
-- no word of the right direction follows it. (2) A short reason has words of the other direction only, and speaks of neither the year
-- before (whose opposite movement explains this one), a mixed effect nor a condition. A reason given to several changes of one paragraph that do
-- not all go the same way (合计减少……其中：基本支出增加……；项目支出减少……。主要原因是……) explains the whole, not each part.
with told as (
    -- “收入总计、支出总计……各增加” is one figure bound to two subjects: the first stands for both
    select document_id, min(claim) as claim from claims where kind = 'change' group by document_id, line, "start", "end"
),
mixed as (
    select document_id, block, reason from claims where kind = 'change' and unit = '元' and value > 0 and direction <> 0 and reason <> ''
    group by document_id, block, reason having min(direction) < max(direction)
),
changes as (
    select c.document_id, c."group" as grp, c.statement, c.item, c."column" as col, c.base, min(c.claim) as claim, max(c.subject) as subject,
        max(c.value) as change, min(c.direction) as direction, max(c.direction) as direction_high, max(c.reason) as reason
    from claims c
    join told o on o.document_id = c.document_id and o.claim = c.claim
    left join mixed m on m.document_id = c.document_id and m.block = c.block and m.reason = c.reason
    where m.reason is null and c.kind = 'change' and c.unit = '元' and c.base in ('prior_final', 'prior_budget') and c.value > 0 and c.direction <> 0 and c.reason <> ''
    group by c.document_id, c."group", c.statement, c.item, c."column", c.base
),
read as (
    select *,
        case
            when direction > 0 then regexp_extract(
                reason,
                '(导致|致使|使得|造成|因此|所以|因而|从而)[^。;；]*?(支出|收入|收、支|收支|经费|决算|预算)[^。;；]*?(降幅|下降|减少|降低|缩减)[^。;；]{0,6}[。;；]?$',
                0
            )
            else regexp_extract(
                reason,
                '(导致|致使|使得|造成|因此|所以|因而|从而)[^。;；]*?(支出|收入|收、支|收支|经费|决算|预算)[^。;；]*?(增幅|增长|增加|上升|提高)[^。;；]{0,6}[。;；]?$',
                0
            )
        end as conclusion,
        length(reason) <= 40
        and not regexp_matches(reason, '上年|上一年|上年度|去年|以前年度|20[0-9][0-9]年|一次性|基数大|基数高|基数较|未|没有|不再|无|取消|完成|结转|少于|小于|低于|差|调整|变动|变化|前提') as plain,
        regexp_matches(reason, '增加|增长|新增|上涨|提高|增多|扩大|上调|增幅|上升|增设|增量|晋升|提标') as up,
        regexp_matches(reason, '减少|下降|降低|压减|压缩|缩减|缩小|减员|降幅|节约|严控|厉行|下调|精简|过紧日子|退休|调出|减|少') as down
    from changes
    where direction = direction_high
),
judged as (
    select *,
        case
            when conclusion <> '' and direction > 0 and regexp_matches(conclusion, '增加|增长|上升|提高|增幅') then ''
            when conclusion <> '' and direction < 0 and regexp_matches(conclusion, '减少|下降|降低|降幅|压减') then ''
            when conclusion <> '' then conclusion
            when plain and direction > 0 and down and not up and not regexp_matches(reason, '退休|调出') then reason
            when plain and direction < 0 and up and not down then reason
            else ''
        end as against
    from read
)
select document_id,
    against = '' as holds,
    'C' || claim as refs,
    against as actual,
    case when direction > 0 then '说明增加的原因' else '说明减少的原因' end as expected,
    subject, change,
    case when direction > 0 then '增加' else '减少' end as direction_word
from judged
