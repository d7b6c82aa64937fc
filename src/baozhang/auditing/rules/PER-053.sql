-- title: 绩效目标、完成情况文字中的数量应与指标一致
-- severity: warning
-- family: PER
-- basis: 绩效目标表、自评表：预期目标与指标值，实际完成情况与完成值
-- applies: both
-- needs: indicators
-- source: R-PF-016
-- message: “{subject}”的{prose}写“{phrase}”，指标“{name}”的{column}为{printed}
-- suggestion: 核对{prose}与{column}
-- figures: num
--
-- For a counting word that stands once in the goal and at one indicator only, where the word before the figure is in the indicator's
-- name (检查机构1200家 and 检查机构数). PER-016 and PER-035 compare words that give the indicator's whole name.
with sides as (
  select i.document_id, i.indicator, i.form, i.name, i.target as value, i.actual as other, i.target_text as printed, i.target_unit as unit,
    e.goal as words_of_form, '预期目标' as prose, '指标值' as "column", case when e.project <> '' then e.project else e.title end as subject
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.copy_of is null and e.kind in ('self', 'target') and e.goal <> '' and i.target > 0
  union all
  select i.document_id, i.indicator, i.form, i.name, i.actual, i.target, i.actual_text,
    case when i.actual_unit = '' then i.target_unit else i.actual_unit end, e.result, '实际完成情况', '完成值',
    case when e.project <> '' then e.project else e.title end
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.copy_of is null and e.kind = 'self' and e.result <> '' and i.actual > 0
),
counted as (
  select s.*, regexp_replace(words_of_form, '[ ,，“”"]', '', 'g') as goal, count(*) over (partition by document_id, form, prose, unit) as of_unit
  from sides s
  where regexp_matches(unit, '^[一-龥]{1,2}$') and not regexp_matches(unit, '[年月日天元万亿时分]')
),
marked as (
  -- ¤ before every counting word, so that one pattern serves all rows: one made of a column is compiled row by row
  select *, replace(goal, unit, concat('¤', unit)) as words_marked from counted where strpos(goal, unit) > 0
),
spoken as (
  select m.*,
    concat(replace(regexp_extract(words_marked, '(¤?[一-龥]¤?[一-龥])(不少于|不低于|不超过|不多于|大于等于|达到|约|达|为|≥|≤|=)*([0-9]+([.][0-9]+)?)¤', 0), '¤', ''), unit) as phrase,
    regexp_extract(words_marked, '(¤?[一-龥]¤?[一-龥])(不少于|不低于|不超过|不多于|大于等于|达到|约|达|为|≥|≤|=)*([0-9]+([.][0-9]+)?)¤', 3) as figure,
    replace(regexp_extract(words_marked, '((¤?[一-龥]){2,8}?)(不少于|不低于|不超过|不多于|大于等于|达到|约|达|为|≥|≤|=)*([0-9]+([.][0-9]+)?)¤', 1), '¤', '') as words,
    substr(replace(regexp_extract(words_marked, '[0-9]¤([一-龥¤]*)', 1), '¤', ''), length(unit) + 1, 2) as follows,
    regexp_matches(words_marked, '[0-9]¤.*[0-9]¤') as several
  from marked m
),
compared as (
  select s.*, cast(round(try_cast(figure as double) * 10000) as bigint) as said,
    length(words) >= 2 and strpos(name, substr(words, length(words) - 1, 2)) > 0 or length(follows) = 2 and strpos(name, follows) > 0 as of_indicator
  from spoken s where figure <> ''
)
select document_id,
  case
    when of_unit > 1 or several or not of_indicator or strpos(goal, concat(phrase, '次')) > 0
      or regexp_matches(goal, '每|三年|五年|累计|至少') or prose = '预期目标' and regexp_matches(goal, '已完成|完成年度') then null
    when said = value then true
    -- the field of the goal holds the result, or the other way round
    when said = other then null
    else false
  end as holds,
  '目标文字中没有直接对应该指标的数量' as why,
  concat('E', cast(form as varchar), ',I', cast(indicator as varchar)) as refs, said as actual, value as expected, phrase, name, printed, prose, "column", subject
from compared
