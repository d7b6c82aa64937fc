-- title: 应当说明机关运行经费的安排和使用情况
-- severity: error
-- family: DIS
-- basis: 预算法第十四条第二款
-- applies: both
-- needs: blocks
-- source: R-DISC-05
-- message: 情况说明中没有机关运行经费的内容
-- suggestion: 补充机关运行经费的金额、增减变化及原因；没有的也应当写明
-- figures: text
--
-- An institution (中心、医院、学校 …) is no organ: that it has no such expenses may go without saying, so it is only warned.
-- Only a complete explanation can be said to lack something.
with explained as (
    select document_id, max(case when regexp_matches(text, '(机关|机构)运行(维护)?经费') then 1 else 0 end) as said
    from blocks
    where part = 'explanation'
    group by document_id
)
select e.document_id,
    case when said = 1 then true when w.complete = 0 then null else false end as holds,
    '没有识别到完整的情况说明' as why,
    'B' || w.block as refs,
    cast(null as varchar) as actual,
    '机关运行经费' as expected,
    case
        when d.scope = 'unit' or regexp_matches(d.department, '(中心|医院|卫生院|学校|学院|大学|中学|小学|幼儿园|所|站|馆|院|处|队)$') then 'warning'
        else 'error'
    end as severity
from explained e
join explanations w on w.document_id = e.document_id
join documents d on d.document_id = e.document_id
