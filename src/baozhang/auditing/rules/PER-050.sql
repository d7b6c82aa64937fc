-- title: 成本指标的完成值应与全年执行数一致
-- severity: warning
-- family: PER
-- basis: 以项目预算数为指标值的成本指标，完成值就是项目的全年执行数
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators,fundings
-- source: R-PF-015
-- message: “{subject}”的成本指标“{name}”以项目预算数为指标值（{target_text}），完成值{actual:wan}万元，全年执行数为{expected:wan}万元
-- suggestion: 核对完成值与全年执行数
-- figures: wan
--
-- Only the one cost indicator of a form whose target is the budget itself. A completed value above the target that got full
-- points is PER-007's, one of another magnitude PER-043's.
with money as (
  select i.document_id, i.indicator, i.form, i.name, i.target_text, i.actual_text, i.weight, i.score, i.reason, i.target, i.actual,
    case i.target_unit when '元' then i.target // 100 when '千元' then i.target * 10 when '万元' then i.target * 100
      when '亿元' then i.target * 1000000 end as cost,
    case when i.actual_unit = '' then i.target_unit else i.actual_unit end as unit
  from indicators i
  where (i.level1 like '成本%' or i.level2 like '%成本%') and i.target is not null and i.actual is not null
    and i.operator in ('<=', '<', '=', '') and not regexp_matches(i.name, '人均|单价|每|标准|个人|累计|三年|五年|节约|收入')
),
spent as (
  select m.*,
    case unit when '元' then actual // 100 when '千元' then actual * 10 when '万元' then actual * 100 when '亿元' then actual * 1000000 end as done,
    case unit when '元' then 50 when '千元' then 50000 when '万元' then 500000 when '亿元' then 5000000000 end
      / case
        when regexp_matches(actual_text, '[.][0-9]{4}') then 10000
        when regexp_matches(actual_text, '[.][0-9]{3}') then 1000
        when regexp_matches(actual_text, '[.][0-9]{2}') then 100
        when regexp_matches(actual_text, '[.][0-9]') then 10
        else 1
      end as done_half
  from money m
),
budgeted as (
  select s.*, f.funding, f.executed, f.half_unit, case when e.project <> '' then e.project else e.title end as subject, w.word is not null or s.reason = '' as unexplained,
    count(*) over (partition by s.document_id, s.form) as same_target
  from spent s
  join evaluations e on e.document_id = s.document_id and e.form = s.form and e.copy_of is null and e.kind in ('self', 'department')
  join fundings f on f.document_id = s.document_id and f.form = s.form and f.source = 'total'
  left join indicator_words w on w.topic = 'no_reason' and w.word = regexp_replace(s.reason, '[。.,，;；]', '', 'g')
  where s.cost > 0 and (abs(s.cost - f.adjusted) <= f.half_unit or abs(s.cost - f.initial) <= f.half_unit)
)
select document_id,
  case
    when executed is null or done is null then null
    when abs(done - executed) <= half_unit + done_half then true
    when same_target > 1 or not unexplained or done > cost * 5 or executed = 0 then null
    when done > cost and score = weight then null
    else false
  end as holds,
  case when executed is null or done is null then '没有全年执行数，或完成值不是金额' else '完成值已有说明，或见另一规则' end as why,
  concat('I', cast(indicator as varchar), ',M', cast(funding as varchar)) as refs, done as actual, executed as expected,
  name, target_text, subject
from budgeted
