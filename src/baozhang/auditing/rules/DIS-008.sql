-- title: 应当说明国有资产占用情况
-- severity: warning
-- family: DIS
-- basis: 部门预决算公开要求：车辆数量及分类、单价100万元以上设备
-- applies: both
-- needs: blocks
-- source: R-DISC-08
-- message: 情况说明中没有{actual}
-- suggestion: 补充{actual}，没有的写“0”
-- figures: text
--
-- A number that a template leaves open (XX 辆) is TXT-904's finding. Only a complete explanation can be said to
-- lack something.
with words as (
    select document_id, min(case when text like '%资产%' and regexp_matches(text, '国有资产|资产占有|资产占用') then block end) as block,
        max(case when (text like '%辆%' or text like '%公务用车%') and regexp_matches(text, '车辆[^。]{0,10}[0-9X×]|公务用车[^。]{0,16}[0-9X×]辆|[0-9X×]辆|(没有|无)[^。]{0,6}(车辆|公务用车)') then 1 else 0 end) as vehicles,
        max(case when text like '%设备%' and regexp_matches(text, '设备[^。]{0,16}[0-9X×]|(没有|无)[^。]{0,20}设备') then 1 else 0 end) as equipment,
        max(case when text like '%资产%' and regexp_matches(text, '资产[^。]{0,24}见[^。]{0,20}表') then 1 else 0 end) as elsewhere
    from blocks
    where part = 'explanation'
    group by document_id
)
select w.document_id,
    case when vehicles = 1 and equipment = 1 then true when x.complete = 0 or elsewhere = 1 then null else false end as holds,
    case when elsewhere = 1 then '说明写明数量另见报表' else '没有识别到完整的情况说明' end as why,
    'B' || coalesce(w.block, x.block) as refs,
    case
        when w.block is null then '国有资产占用情况'
        when vehicles = 0 then '车辆数量'
        else '单价100万元以上设备数量'
    end as actual,
    cast(null as varchar) as expected
from words w
join explanations x on x.document_id = w.document_id
