-- title: 扣分的指标应说明原因
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表：未完成的应逐条说明原因和改进措施
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-008
-- message: “{subject}”的“{name}”指标值{target_text}、完成值{actual_text}，得{actual:num}分（分值{expected:num}分），没有说明偏差原因和改进措施
-- figures: num
with judged as (
  -- aim: the target in the unit of the actual value; "100100%" (a figure printed twice over) counts as 100 %
  select i.*, f.kind, f.project, f.title, f.copy_of,
    case
      when i.target_unit in ('%', '百分比') and i.target >= 1001000000 and i.target % 10010000 = 0 then i.target // 1001
      when i.target_unit in ('%', '百分比') and i.target between 10100000 and 99990000 and i.target % 1010000 = 0 then i.target // 101
      when i.target_unit like '万%' and i.actual_unit <> '' and i.actual_unit not like '万%' then i.target * 10000
      when i.target_unit = '' and i.actual_unit = '%' and i.target <= 10000 then i.target * 100
      else i.target
    end as aim,
    i.target_unit = '' or i.actual_unit = '' or (i.target_unit in ('%', '百分比') and i.actual_unit in ('%', '百分比'))
      or strpos(i.target_unit, i.actual_unit) = 1 or strpos(i.actual_unit, i.target_unit) = 1
      or i.target_unit = concat('万', i.actual_unit) as comparable
  from indicators i join evaluations f on f.document_id = i.document_id and f.form = i.form
),
reached as (
  select judged.*,
    case
      when aim is null or actual is null or not comparable or (aim > 0 and actual > aim * 1000) then null
      when operator = '>=' then actual >= aim
      when operator = '>' then actual > aim
      when operator = '<=' then actual <= aim
      when operator = '<' then actual < aim
      when actual = aim then true
      when operator = '=' and aim = 0 then false
      when operator = '=' and actual < aim and level1 not like '成本%' and level2 not like '%成本%' then false
    end as met
  from judged
),
unexplained as (
  -- indicators whose field for reasons is empty or gives none (无, 无偏差, 已完成 …)
  select i.document_id, i.indicator
  from indicators i left join indicator_words n on n.topic = 'no_reason' and n.word = regexp_replace(i.reason, '[。.,，;；]', '', 'g')
  where i.reason = '' or n.word is not null
),
weights as (
  select f.document_id, f.form, cast(sum(i.weight) as bigint) + coalesce(max(f.funds_weight), 0) - 1000000 as surplus,
    max(f.total) - coalesce(max(f.funds_score), 0) - cast(sum(i.score) as bigint) as rest
  from evaluations f join indicators i on i.document_id = f.document_id and i.form = f.form group by f.document_id, f.form
)
select r.document_id,
  case when r.score = r.weight then true when r.weight - r.score in (w.surplus, w.rest) then null else u.indicator is null end as holds,
  concat('I', cast(r.indicator as varchar)) as refs, r.score as actual, r.weight as expected,
  '分值合计或总分不符，可能是分值或得分有误' as why, r.name, r.target_text, r.actual_text, case when r.project <> '' then r.project else r.title end as subject
from reached r
left join unexplained u on u.document_id = r.document_id and u.indicator = r.indicator
join weights w on w.document_id = r.document_id and w.form = r.form
where r.kind in ('self', 'department') and r.copy_of is null and r.score is not null and r.weight > 0 and r.score <= r.weight
  -- points taken although the target is reached are the business of the rule on points
  and not (r.score < r.weight and coalesce(r.met, false))
