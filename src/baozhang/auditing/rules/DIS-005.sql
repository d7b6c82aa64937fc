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
-- Only an explanation that was read as such (four sections, 400 characters) can be said to lack something.
with explained as (
    select document_id, min(block) as block, sum(length(text)) as length, count(distinct section) as sections,
        max(case when regexp_matches(text, '(机关|机构)运行(维护)?经费') then 1 else 0 end) as said
    from blocks
    where part = 'explanation'
    group by document_id
)
select document_id,
    case when said = 1 then true when length < 400 or sections < 4 then null else false end as holds,
    '没有识别到完整的情况说明' as why,
    'B' || block as refs,
    cast(null as varchar) as actual,
    '机关运行经费' as expected
from explained
