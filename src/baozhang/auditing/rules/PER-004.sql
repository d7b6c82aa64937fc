-- title: 评价等级应与得分相符
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表
-- applies: both
-- needs: evaluations
-- source: R-PF-004
-- message: “{subject}”得分{score:num}分，等级为“{actual}”，应为“{expected}”
-- figures: text
with graded as (
  select e.*, regexp_extract(e.grade, '不合格|合格|优|良|中|差|[一二三四]等', 0) as word,
    try_cast(regexp_extract(e.grade, '(≥|>=)([0-9]+)', 2) as bigint) * 10000 as printed_bound
  from evaluations e where e.grade <> '' and e.total is not null and e.copy_of is null and e.kind <> 'target'
),
own as (  -- a word that only one scheme knows decides which scheme the document uses
  select distinct g.document_id, b.scheme
  from graded g join grade_bands b on b.grade = g.word
  where (select count(*) from grade_bands o where o.grade = g.word) = 1
),
fits as (
  select g.document_id, g.form,
    max(case when g.total >= b.from_value and g.total < b.to_value then 1 else 0 end) as any_fits,
    max(case when b.certain and g.total >= b.from_value and g.total < b.to_value then 1 else 0 end) as certain_fits,
    max(case when b.certain then 1 else 0 end) as certain_scheme
  from graded g join grade_bands b on b.grade = g.word
  where not exists (select 1 from own o where o.document_id = g.document_id)
    or exists (select 1 from own o where o.document_id = g.document_id and o.scheme = b.scheme)
  group by g.document_id, g.form
),
due as (
  select g.document_id, g.form, max(b.grade) as grade
  from graded g join grade_bands b on g.total >= b.from_value and g.total < b.to_value
  where b.certain group by g.document_id, g.form
),
meant as (
  select distinct g.document_id, g.form
  from graded g
  join added a on a.document_id = g.document_id and a.form = g.form
  join grade_bands b on b.grade = g.word and a.points >= b.from_value and a.points < b.to_value
  where b.certain and a.points <> g.total
)
select g.document_id,
  case
    when g.printed_bound is not null then g.total >= g.printed_bound
    when f.certain_fits = 1 then true
    when f.certain_scheme = 1 and f.any_fits = 0 then
      -- a grade that fits the points added up shows that the total is wrong, which is another rule's finding
      case when m.form is null then false end
  end as holds,
  case when f.certain_scheme = 1 and f.any_fits = 0 then '等级与各项得分之和相符，是总分有误' else '没有可靠的等级分数线' end as why,
  concat('T', cast(g.form as varchar), ',E', cast(g.form as varchar)) as refs, g.word as actual,
  d.grade as expected,
  g.total as score, case when g.project <> '' then g.project else g.title end as subject
from graded g
left join fits f on f.document_id = g.document_id and f.form = g.form
left join due d on d.document_id = g.document_id and d.form = g.form
left join meant m on m.document_id = g.document_id and m.form = g.form
