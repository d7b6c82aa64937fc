-- title: 应当说明政府采购情况及中小企业占比
-- severity: error
-- family: DIS
-- basis: 预算法第十四条第三款；政府采购促进中小企业发展管理办法
-- applies: final
-- needs: blocks
-- source: R-DISC-06
-- message: 政府采购情况缺少：{actual}
-- suggestion: 补充{actual}的金额；没有的也应当写明
-- figures: text
--
-- Looked up in words, not in claims, so that an unusual sentence is no omission. A department that bought nothing owes only that sentence.
with explained as (
    select document_id, min(case when text like '%政府采购%' then block end) as block
    from blocks
    where part = 'explanation'
    group by document_id
),
words as (
    select document_id,
        max(case when text like '%政府采购%' then 1 else 0 end) as said,
        max(case when text like '%政府采购%' and regexp_matches(text, '政府采购(支出)?(总额|合计|总计)?[:：]?(为|共)?0([.]0+)?万元|(没有|无|未发生|未开展)[^。]{0,12}政府采购|政府采购[^。]{0,8}(为零|无)') then 1 else 0 end) as none,
        max(case when text like '%货物%' and (text like '%采购货物%' or text like '%货物采购%' or text like '%货物支出%' or text like '%货物类%') then 1 else 0 end) as goods,
        max(case when text like '%工程%' and (text like '%采购工程%' or text like '%工程采购%' or text like '%工程支出%' or text like '%工程类%') then 1 else 0 end) as works,
        max(case when text like '%服务%' and (text like '%采购服务%' or text like '%服务采购%' or text like '%服务支出%' or text like '%服务类%') then 1 else 0 end) as services,
        max(case when text like '%中小企业%' then 1 else 0 end) as sme,
        max(case when text like '%小微企业%' or text like '%小型%' and (text like '%小型、微型%' or text like '%小型和微型%' or text like '%小型微型%') then 1 else 0 end) as small
    from blocks
    where part = 'explanation' and kind <> 'heading'
    group by document_id
),
judged as (
    select e.document_id, coalesce(e.block, x.block) as block, x.complete, w.none,
        case
            when w.said = 0 then '政府采购支出'
            else case when w.goods = 0 then '货物支出、' else '' end || case when w.works = 0 then '工程支出、' else '' end
                || case when w.services = 0 then '服务支出、' else '' end || case when w.sme = 0 then '授予中小企业合同金额、' else '' end
                || case when w.small = 0 then '授予小微企业合同金额、' else '' end
        end as missing
    from explained e
    join words w on w.document_id = e.document_id
    join explanations x on x.document_id = e.document_id
)
select document_id,
    case
        when missing = '' or none = 1 then true
        when complete = 0 then null
        else false
    end as holds,
    '没有识别到完整的情况说明' as why,
    -- a province whose form has no line for small enterprises leaves out what the law on them asks for, not the procurement itself
    case when missing in ('授予小微企业合同金额、', '授予中小企业合同金额、授予小微企业合同金额、') then 'warning' else 'error' end as severity,
    'B' || block as refs,
    regexp_replace(missing, '、$', '') as actual,
    cast(null as varchar) as expected
from judged
