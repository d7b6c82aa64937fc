-- title: 部门预算应当公开“三公”经费总额和分项
-- severity: warning
-- family: DIS
-- basis: 地方预决算公开操作规程；“三公”经费公开要求
-- applies: budget
-- needs: blocks, general
-- source: R-DISC-07
-- message: 未识别到“三公”经费预算的{actual}
-- suggestion: 补充公开，或说明公开的位置
-- figures: text
--
-- Some places publish 三公 budgets on a page of their own, hence a warning.
with words as (
    select document_id, min(block) as block, sum(length(text)) as length, count(distinct section) as sections,
        max(case when text like '%三公%' then 1 else 0 end) as said,
        max(case when text like '%出国%' then 1 else 0 end) as abroad,
        max(case when text like '%公务用车%' then 1 else 0 end) as vehicles,
        max(case when text like '%公务接待%' then 1 else 0 end) as reception
    from blocks
    where part in ('explanation', 'statements') and kind <> 'contents'
    group by document_id
),
tables as (
    select distinct document_id from statements where statement = 'three_public'
)
select w.document_id,
    case
        when t.document_id is not null then true
        when w.said = 1 and w.abroad = 1 and w.vehicles = 1 and w.reception = 1 then true
        when w.length < 400 or w.sections < 4 then null
        else false
    end as holds,
    '没有识别到完整的情况说明' as why,
    'B' || w.block as refs,
    case when w.said = 0 then '表和说明' else '分项' end as actual,
    cast(null as varchar) as expected
from words w
left join tables t on t.document_id = w.document_id
