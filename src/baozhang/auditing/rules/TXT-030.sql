-- title: 文中列举的项目名称个数应与所述个数一致
-- severity: warning
-- family: TXT
-- basis: “对N个项目……分别是……”应当列出N个项目
-- applies: both
-- needs: blocks
-- source: R-TX-022
-- message: 文字称{expected:num}个项目，只列出{actual:num}个名称
-- suggestion: 补全项目名称，或核对项目个数
-- figures: num
--
-- Names may hold 、 themselves (物业、水电费), so a list with another separator beside it is not judged, nor one where
-- counting the word 项目 gives the stated number. “等” says that some are left out: then a shortage is only a note.
with said as (
    -- the count first: 对5个项目实施自评，分别是……
    select document_id, block,
        regexp_extract(text, '([0-9]{1,3})个项目[^。]{0,30}分别(是|为)[:：]?([^。]*)', 1) as stated,
        regexp_extract(text, '([0-9]{1,3})个项目[^。]{0,30}分别(是|为)[:：]?([^。]*)', 3) as tail
    from blocks
    where kind = 'paragraph' and part <> 'annex' and position('个项目' in text) > 0 and regexp_matches(text, '[0-9]{1,3}个项目[^。]{0,30}分别(是|为)')
),
before as (
    -- the names first: 对……等6个项目开展评价
    select document_id, block,
        regexp_extract(text, '对([^。;；]*?)(等)?([0-9]{1,3})个项目(开展|进行|实施|组织)', 3) as stated,
        regexp_replace(
            regexp_extract(text, '对([^。;；]*?)(等)?([0-9]{1,3})个项目(开展|进行|实施|组织)', 1), '[(（][^()（）]*[)）]', '', 'g'
        ) as names,
        regexp_matches(text, '等[0-9]{1,3}个项目(开展|进行|实施|组织)') as open_ended
    from blocks
    where kind = 'paragraph' and part <> 'annex' and position('个项目' in text) > 0 and regexp_matches(text, '对[^。;；]*、[^。;；]*[0-9]{1,3}个项目(开展|进行|实施|组织)')
),
lists as (
    select document_id, block, stated,
        regexp_replace(
            regexp_extract(tail, '^(.*?)([,，;；](共|合计|总)?(涉及|资金|金额|预算|评价)|等[0-9]*个?项目|等[,，]|$)', 1), '[(（][^()（）]*[)）]', '', 'g'
        ) as names,
        regexp_matches(tail, '^[^。]*?等(项目|[0-9,，])') as open_ended
    from said
    union all
    select document_id, block, stated, names, open_ended from before where position('、' in names) > 0
),
counted as (
    select *,
        length(names) - length(replace(names, '、', '')) + 1 as by_mark,
        (length(names) - length(replace(names, '项目', ''))) / 2 as by_word,
        position(',' in names) > 0 or position('，' in names) > 0 or position(';' in names) > 0 as mixed,
        cast(stated as bigint) as wanted
    from lists
    where stated <> ''
)
select document_id,
    case
        when by_mark = wanted or by_word = wanted then true
        when mixed or length(names) < 3 or regexp_matches(names, '[0-9]个') then null
        when by_mark > wanted then null
        else false
    end as holds,
    '项目名称的分隔方式不一致，无法计数' as why,
    'B' || block as refs,
    cast(by_mark * 10000 as bigint) as actual,
    wanted * 10000 as expected,
    case when open_ended then 'note' else 'warning' end as severity
from counted
