-- title: 应当公开预算绩效情况
-- severity: warning
-- family: DIS
-- basis: 中共中央、国务院关于全面实施预算绩效管理的意见
-- applies: both
-- needs: blocks
-- source: R-DISC-09
-- message: 没有识别到{actual}
-- suggestion: 补充{actual}
-- figures: text
--
-- Final accounts: self-evaluation, in words or forms. Budgets: targets, in words or forms.
with words as (
    select b.document_id, min(b.block) as first_block, max(case when b.text like '%自评%' or b.text like '%绩效评价%' then 1 else 0 end) as evaluated,
        max(case when b.text like '%绩效目标%' then 1 else 0 end) as targeted
    from blocks b
    where b.part in ('explanation', 'annex') and b.kind <> 'contents'
    group by b.document_id
),
forms as (
    select document_id, count(*) as forms from evaluations group by document_id
)
select w.document_id,
    case
        when f.forms is not null then true
        when d.stage = 'final' and w.evaluated = 1 or d.stage = 'budget' and w.targeted = 1 then true
        when x.complete is null or x.complete = 0 then null
        else false
    end as holds,
    '没有识别到完整的情况说明' as why,
    'B' || w.first_block as refs,
    case when d.stage = 'budget' then '项目绩效目标' else '绩效自评情况' end as actual,
    cast(null as varchar) as expected
from words w
join documents d on d.document_id = w.document_id
left join explanations x on x.document_id = w.document_id
left join forms f on f.document_id = w.document_id
