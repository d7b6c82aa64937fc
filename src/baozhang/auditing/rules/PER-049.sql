-- title: 同一项目的绩效表两处公开应当一致
-- severity: error
-- family: PER
-- basis: 项目支出绩效目标表、绩效自评表：一个项目一张表，在正文和附件中公开的应当相同
-- applies: both
-- needs: evaluations.self|evaluations.target|evaluations.department
-- source: R-PF-022
-- message: “{subject}”的绩效表两处公开不一致：{differences}
-- suggestion: 核对后统一两处的绩效表
-- figures: text
--
-- Forms that the reader takes as two printings of one. Rows mended by their twin, and rows whose name stands twice, are not compared.
with pairs as (
  select b.document_id, b.form, a.form as earlier, case when b.project <> '' then b.project else b.title end as subject,
    b.kind, b.total, a.total as earlier_total
  from evaluations b join evaluations a on a.document_id = b.document_id and a.form = b.copy_of
  where coalesce(a.fiscal_year, 0) = coalesce(b.fiscal_year, a.fiscal_year, 0) or a.fiscal_year is null
),
sources as (
  select document_id, form, source, min(funding) as funding, min(initial) as initial, min(adjusted) as adjusted, min(executed) as executed,
    min(label) as label, max(half_unit) as half_unit
  from fundings where not repaired group by document_id, form, source having count(*) = 1
),
money as (
  select p.document_id, p.form, p.earlier, b.funding, a.funding as earlier_funding, regexp_replace(b.label, '^其中|[:：]', '', 'g') as label,
    case when p.kind = 'target' then '' else '年初预算数' end as first_column,
    greatest(a.half_unit, b.half_unit) - least(a.half_unit, b.half_unit) as slack,
    b.initial, a.initial as earlier_initial, b.adjusted, a.adjusted as earlier_adjusted, b.executed, a.executed as earlier_executed
  from pairs p
  join sources b on b.document_id = p.document_id and b.form = p.form
  join sources a on a.document_id = p.document_id and a.form = p.earlier and a.source = b.source
),
names as (
  select document_id, form, regexp_replace(name, '[^一-龥A-Za-z0-9]', '', 'g') as plain, min(indicator) as indicator
  from indicators group by document_id, form, regexp_replace(name, '[^一-龥A-Za-z0-9]', '', 'g') having count(*) = 1
),
twins as (
  select p.document_id, p.form, b.name, b.indicator, a.indicator as earlier_indicator, b.target, a.target as earlier_target, b.operator,
    a.operator as earlier_operator, b.target_unit, a.target_unit as earlier_unit, b.target_text, a.target_text as earlier_text,
    b.weight, a.weight as earlier_weight, b.score, a.score as earlier_score, b.actual, a.actual as earlier_actual,
    b.actual_unit, a.actual_unit as earlier_actual_unit, b.actual_text, a.actual_text as earlier_actual_text
  from pairs p
  join names m on m.document_id = p.document_id and m.form = p.form
  join names n on n.document_id = m.document_id and n.form = p.earlier and n.plain = m.plain and n.plain <> ''
  join indicators b on b.document_id = m.document_id and b.indicator = m.indicator and not b.repaired
  join indicators a on a.document_id = n.document_id and a.indicator = n.indicator and not a.repaired
),
figures as (
  select document_id, form, concat('M', cast(funding as varchar), ',M', cast(earlier_funding as varchar)) as places, concat(label, first_column) as what,
    abs(initial - earlier_initial) <= slack as same, concat(cast(cast(initial * 0.000001 as decimal(18, 2)) as varchar), '万元') as now,
    concat(cast(cast(earlier_initial * 0.000001 as decimal(18, 2)) as varchar), '万元') as before
  from money where initial is not null and earlier_initial is not null
  union all
  select document_id, form, concat('M', cast(funding as varchar), ',M', cast(earlier_funding as varchar)), concat(label, '全年预算数'),
    abs(adjusted - earlier_adjusted) <= slack, concat(cast(cast(adjusted * 0.000001 as decimal(18, 2)) as varchar), '万元'),
    concat(cast(cast(earlier_adjusted * 0.000001 as decimal(18, 2)) as varchar), '万元')
  from money where adjusted is not null and earlier_adjusted is not null
  union all
  select document_id, form, concat('M', cast(funding as varchar), ',M', cast(earlier_funding as varchar)), concat(label, '全年执行数'),
    abs(executed - earlier_executed) <= slack, concat(cast(cast(executed * 0.000001 as decimal(18, 2)) as varchar), '万元'),
    concat(cast(cast(earlier_executed * 0.000001 as decimal(18, 2)) as varchar), '万元')
  from money where executed is not null and earlier_executed is not null
  union all
  select document_id, form, concat('I', cast(indicator as varchar), ',I', cast(earlier_indicator as varchar)), concat('“', name, '”指标值'),
    target = earlier_target and operator = earlier_operator, target_text, earlier_text
  from twins where target is not null and earlier_target is not null and target_unit = earlier_unit
  union all
  select document_id, form, concat('I', cast(indicator as varchar), ',I', cast(earlier_indicator as varchar)), concat('“', name, '”完成值'),
    actual = earlier_actual, actual_text, earlier_actual_text
  from twins where actual is not null and earlier_actual is not null and actual_unit = earlier_actual_unit
  union all
  select document_id, form, concat('I', cast(indicator as varchar), ',I', cast(earlier_indicator as varchar)), concat('“', name, '”分值'),
    weight = earlier_weight, concat(cast(cast(weight * 0.0001 as decimal(9, 2)) as varchar), '分'),
    concat(cast(cast(earlier_weight * 0.0001 as decimal(9, 2)) as varchar), '分')
  from twins where weight is not null and earlier_weight is not null
  union all
  select document_id, form, concat('I', cast(indicator as varchar), ',I', cast(earlier_indicator as varchar)), concat('“', name, '”得分'),
    score = earlier_score, concat(cast(cast(score * 0.0001 as decimal(9, 2)) as varchar), '分'),
    concat(cast(cast(earlier_score * 0.0001 as decimal(9, 2)) as varchar), '分')
  from twins where score is not null and earlier_score is not null
  union all
  select document_id, form, concat('T', cast(form as varchar), ',T', cast(earlier as varchar)), '总分', total = earlier_total,
    concat(cast(cast(total * 0.0001 as decimal(9, 2)) as varchar), '分'), concat(cast(cast(earlier_total * 0.0001 as decimal(9, 2)) as varchar), '分')
  from pairs where total is not null and earlier_total is not null
),
wrong as (
  select document_id, form, count(*) as figures, string_agg(places, ',' order by places) as places,
    string_agg(concat(what, '一处为', now, '、另一处为', before), '；' order by places, what) as differences,
    string_agg(now, '；' order by places, what) as now, string_agg(before, '；' order by places, what) as before
  from figures where not same group by document_id, form
),
compared as (select document_id, form, count(*) as figures from figures group by document_id, form)
select p.document_id,
  case when c.figures is null then null else w.figures is null end as holds,
  '两处没有可以比较的数' as why,
  concat(coalesce(concat(w.places, ','), ''), 'E', cast(p.form as varchar), ',E', cast(p.earlier as varchar)) as refs,
  w.now as actual, w.before as expected, p.subject, w.differences,
  -- two forms that differ in most figures may be of two funds that share a name
  case when w.figures > 3 and w.figures * 2 > c.figures then 'warning' end as severity
from pairs p
left join compared c on c.document_id = p.document_id and c.form = p.form
left join wrong w on w.document_id = p.document_id and w.form = p.form
