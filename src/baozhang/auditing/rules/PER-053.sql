-- title: 绩效目标文字中的数量应与指标值一致
-- severity: warning
-- family: PER
-- basis: 绩效目标表、自评表：预期目标与指标值
-- applies: both
-- needs: indicators
-- source: R-PF-016
-- message: “{subject}”的预期目标写“{phrase}”，指标“{name}”的指标值为{target_text}
-- suggestion: 核对预期目标与指标值
-- figures: num
--
-- For a counting word that stands once in the goal and at one indicator only, where the word before the figure is in the indicator's
-- name (检查机构1200家 and 检查机构数). PER-016 compares goals that give the indicator's whole name.
with counted as (
  select i.document_id, i.indicator, i.form, i.name, i.target, i.target_text, i.target_unit, i.actual,
    case when e.project <> '' then e.project else e.title end as subject, regexp_replace(e.goal, '[ ,，“”"]', '', 'g') as goal,
    count(*) over (partition by i.document_id, i.form, i.target_unit) as of_unit
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.copy_of is null and e.kind in ('self', 'target') and e.goal <> '' and i.target > 0
    and regexp_matches(i.target_unit, '^[一-龥]{1,2}$') and not regexp_matches(i.target_unit, '[年月日天元万亿时分]')
),
spoken as (
  select c.*,
    regexp_extract(goal, concat('([一-龥]{2})(不少于|不低于|不超过|不多于|大于等于|达到|约|达|为|≥|≤|=)*([0-9]+([.][0-9]+)?)', target_unit), 0) as phrase,
    regexp_extract(goal, concat('([一-龥]{2})(不少于|不低于|不超过|不多于|大于等于|达到|约|达|为|≥|≤|=)*([0-9]+([.][0-9]+)?)', target_unit), 3) as figure,
    regexp_extract(goal, concat('([一-龥]{2,8}?)(不少于|不低于|不超过|不多于|大于等于|达到|约|达|为|≥|≤|=)*([0-9]+([.][0-9]+)?)', target_unit), 1) as words,
    regexp_extract(goal, concat('[0-9]', target_unit, '([一-龥]{2})'), 1) as follows,
    regexp_matches(goal, concat('[0-9]', target_unit, '.*[0-9]', target_unit)) as several
  from counted c
),
compared as (
  select s.*, cast(round(try_cast(figure as double) * 10000) as bigint) as said,
    length(words) >= 2 and strpos(name, substr(words, length(words) - 1, 2)) > 0 or length(follows) = 2 and strpos(name, follows) > 0 as of_indicator
  from spoken s where figure <> ''
)
select document_id,
  case
    when of_unit > 1 or several or not of_indicator or strpos(goal, concat(phrase, '次')) > 0
      or regexp_matches(goal, '每|三年|五年|累计|至少|已完成|完成年度') then null
    when said = target then true
    -- the field of the goal holds the result
    when said = actual then null
    else false
  end as holds,
  '目标文字中没有直接对应该指标的数量' as why,
  concat('E', cast(form as varchar), ',I', cast(indicator as varchar)) as refs, said as actual, target as expected, phrase, name, target_text, subject
from compared
