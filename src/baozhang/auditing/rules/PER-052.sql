-- title: 部门评价项目的资金应与同一批项目的单位自评、绩效表一致
-- severity: error
-- family: PER
-- basis: 预算绩效情况说明；项目支出绩效自评表
-- applies: final
-- needs: claims.performance
-- source: R-PF-018
-- message: 文字称部门评价{projects:num}个项目、资金{actual:wan}万元，{against}为{expected:wan}万元
-- suggestion: 核对部门评价项目的资金
-- figures: wan
--
-- The projects are the same when both sentences list the same names, or as many as all there are, or when every project evaluated
-- is named and has one form.
with told as (
  select document_id, item, kind, sentence, min(claim) as claim, min(value) as value, max(half_unit) as half_unit, count(distinct value) as said,
    regexp_replace(regexp_replace(sentence, '^.*?(分别是|分别为|分别有|包括)', ''), '等?([0-9]+个)?项目[,，].*$', '') as names,
    regexp_matches(sentence, '分别是|分别为|分别有|包括') as listed
  from claims
  where statement = 'disclosure' and base = '' and unbound = ''
    and (kind = 'amount' and item in ('performance.self_amount', 'performance.evaluated_amount')
      or kind = 'count' and item in ('performance.self_projects', 'performance.evaluated_projects'))
  group by document_id, item, kind, sentence
),
paired as (
  select a.document_id, a.item, a.claim, a.value, a.half_unit, a.names, a.listed, c.value as projects, a.sentence,
    case when a.said > 1 or c.said > 1 or count(*) over (partition by a.document_id, a.item) > 1 then 2 else 1 end as said
  from told a
  join told c on c.document_id = a.document_id and c.sentence = a.sentence and c.kind = 'count'
    and c.item = case a.item when 'performance.self_amount' then 'performance.self_projects' else 'performance.evaluated_projects' end
  where a.kind = 'amount'
),
evaluated as (
  select *, regexp_replace(replace(sentence, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as spoken from paired where item = 'performance.evaluated_amount'
),
assessed as (
  -- every project: the self-evaluation covers all of the project money
  select p.*, r.document_id is not null as every_project
  from paired p
  left join (
    select distinct document_id, sentence from claims where item = 'performance.self_amount' and kind = 'share' and value = 1000000
  ) r on r.document_id = p.document_id and r.sentence = p.sentence
  where p.item = 'performance.self_amount'
),
forms as (
  select e.document_id, e.form, e.initial, e.adjusted, e.executed, regexp_replace(replace(e.project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as plain
  from evaluations e where e.kind = 'self' and e.copy_of is null
),
named as (
  select v.document_id, count(*) as found, count(distinct f.plain) as names, min(f.form) as form, cast(sum(f.initial) as bigint) as initial,
    cast(sum(f.adjusted) as bigint) as adjusted, cast(sum(f.executed) as bigint) as executed, count(f.adjusted) as complete
  from evaluated v join forms f on f.document_id = v.document_id and length(f.plain) >= 4 and strpos(v.spoken, f.plain) > 0
  group by v.document_id
)
select v.document_id,
  case
    when abs(v.value - s.value) <= v.half_unit + s.half_unit then true
    when v.said > 1 or s.said > 1 or v.projects <> s.projects then null
    when s.every_project or v.listed and s.listed and v.names = s.names and length(v.names) >= 4 then false
  end as holds,
  '部门评价的项目与单位自评的项目不尽相同' as why,
  concat('C', cast(v.claim as varchar), ',C', cast(s.claim as varchar)) as refs, v.value as actual, s.value as expected,
  v.projects, '单位自评的同样这些项目资金' as against
from evaluated v join assessed s on s.document_id = v.document_id
union all
select v.document_id,
  case
    when v.value = n.adjusted or v.value = n.initial or v.value = n.executed then true
    when abs(v.value - n.adjusted) <= n.found * 5000 or abs(v.value - n.initial) <= n.found * 5000 or abs(v.value - n.executed) <= n.found * 5000 then true
    when v.said > 1 or n.found * 10000 <> v.projects or n.names <> n.found or n.complete < n.found then null
    when s.value is not null and s.projects = v.projects and s.value = v.value then null
    else false
  end,
  '部门评价的项目没有全部列名，或没有各自的绩效表',
  concat('C', cast(v.claim as varchar), ',E', cast(n.form as varchar)), v.value, n.adjusted, v.projects, '这些项目绩效表的全年预算数合计'
from evaluated v
join named n on n.document_id = v.document_id
left join assessed s on s.document_id = v.document_id
