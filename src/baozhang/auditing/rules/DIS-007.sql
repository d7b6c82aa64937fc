-- title: “三公”经费说明应当写明团组、人次、车辆和接待批次
-- severity: error
-- family: DIS
-- basis: 地方预决算公开操作规程；“三公”经费公开要求
-- applies: final
-- needs: section.three_public
-- source: R-DISC-07
-- message: “三公”经费说明缺少：{actual}
-- suggestion: 补充{actual}，没有的写“0”
-- figures: text
--
-- A department that spent nothing at all may say so in one sentence. Where the table is zero a missing zero in words is a warning.
-- No journey (没有因公出国) has neither groups nor persons, and no purchase no vehicles bought.
-- Patterns are written out: one put together from a column is compiled anew for every row.
with words as (
    select document_id, min(block) as block, max(block) as last_block, sum(length(text)) as length,
        max(case when regexp_matches(text, '(无|没有|未发生|未安排|未使用)[^。]{0,24}三公[^。]{0,12}(支出|经费)') then 1 else 0 end) as none,
        max(case when regexp_matches(text, '(无|没有|未发生|未使用)[^。，,；;超]{0,8}三公[”’"]?经费(财政拨款)?(安排)?(的)?(支出|开支|发生)') then 1 else 0 end) as none_at_all,
        max(case when regexp_matches(text, '[1-9][0-9.,]*万元|0[.][0-9]*[1-9]万元') then 1 else 0 end) as spent,
        max(case when regexp_matches(text, '团组|团\(组\)|团次|(无|没有|未)(安排|发生|组织)?(任何)?(因公)?出国') then 1 else 0 end) as groups_said,
        max(case when regexp_matches(text, '(出国|境)[^。]*(人次|[0-9]人|人数)|团组[^。]*[0-9]+人|(无|没有|未)(安排|发生|组织)?(任何)?(因公)?出国') then 1 else 0 end) as persons,
        max(case when regexp_matches(text, '购置[^。]{0,24}[0-9]+辆|购置数|更新[^。]{0,12}[0-9]+辆|购置公务用车[0-9]|(无|没有|未)(安排|发生)?(公务用车购置|购置公务用车)') then 1 else 0 end) as bought,
        max(case when regexp_matches(text, '保有|开支运行维护费的公务用车|(共有|现有|实有)[^。]{0,12}(公务用车|车辆)[0-9]|公务用车(实有|现有)') then 1 else 0 end) as kept,
        max(case when regexp_matches(text, '批次|[0-9]批|接待[^。]{0,24}团组') then 1 else 0 end) as batches,
        max(case when regexp_matches(text, '(接待|批次|批)[^。]*([0-9]人|人次|人数)') then 1 else 0 end) as guests
    from blocks
    where section = 'three_public' and kind in ('paragraph', 'note', 'heading')
    group by document_id
),
sizes as (
    select document_id, max(abs(value)) as total
    from facts
    where statement = 'three_public' and "column" = 'final'
    group by document_id
),
ends as (
    -- nothing stands behind the “三公” expenses: the file breaks off there
    select document_id, max(block) as block from blocks group by document_id
),
judged as (
    select *,
        case when groups_said = 0 then '因公出国（境）团组数、' else '' end || case when persons = 0 then '因公出国（境）人次、' else '' end
            || case when bought = 0 then '公务用车购置数、' else '' end || case when kept = 0 then '公务用车保有量、' else '' end
            || case when batches = 0 then '国内公务接待批次、' else '' end || case when guests = 0 then '国内公务接待人次、' else '' end as missing
    from words
)
select j.document_id,
    case
        when j.missing = '' then true
        when j.none = 1 and (j.spent = 0 or s.total = 0) then true
        when j.none = 1 and s.total is null then null
        -- a table with an amount is another rule's finding
        when j.none_at_all = 1 then null
        when j.length < 20 or j.last_block = e.block then null
        else false
    end as holds,
    case when j.none_at_all = 1 and s.total > 0 then '称没有“三公”经费支出，而表中有金额' when j.none = 1 then '称没有“三公”经费支出，而没有识别到“三公”经费表' when j.last_block = e.block then '文件在“三公”经费说明里中断' else '没有识别到“三公”经费说明的正文' end as why,
    'B' || j.block as refs,
    regexp_replace(j.missing, '、$', '') as actual,
    cast(null as varchar) as expected,
    case when coalesce(s.total, 0) = 0 then 'warning' else 'error' end as severity
from judged j
join ends e on e.document_id = j.document_id
left join sizes s on s.document_id = j.document_id
