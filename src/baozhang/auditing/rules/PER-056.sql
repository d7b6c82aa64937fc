-- title: 评价得分表的合计应与各项得分、评价指标体系和报告一致
-- severity: error
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）：评价报告及评价指标体系评分
-- applies: both
-- needs: evaluations.framework|evaluations.scores,indicators
-- source: R-PF-017
-- message: “{subject}”{what}{actual:num}分，{other}{expected:num}分，相差{difference:num}分
-- figures: num
with sums as (
  select document_id, form, cast(sum(weight) as bigint) as weights, cast(sum(score) as bigint) as scores, count(*) as found,
    cast(sum(case when score is null then 1 else 0 end) as bigint) as unscored, cast(sum(case when weight is null then 1 else 0 end) as bigint) as unread,
    string_agg(concat('I', cast(indicator as varchar)), ',' order by indicator) as lines
  from indicators group by document_id, form
),
sheets as (
  select e.*, s.weights, s.scores, s.found, s.unscored, s.unread, s.lines, case when e.project <> '' then e.project else e.title end as subject
  from evaluations e join sums s on s.document_id = e.document_id and s.form = e.form where e.kind in ('framework', 'scores') and e.copy_of is null
),
levels as (
  select i.document_id, i.form, i.level1, cast(sum(i.weight) as bigint) as weight, cast(sum(i.score) as bigint) as score, count(*) as found, 
    count(i.score) as scored, count(i.weight) as weighed, string_agg(concat('I', cast(i.indicator as varchar)), ',' order by i.indicator) as lines
  from indicators i where i.level1 <> '' group by i.document_id, i.form, i.level1
),
departments as (
  -- the only form of a whole department, with its points for execution as a level of their own
  select document_id, min(form) as form from evaluations where kind = 'department' and copy_of is null group by document_id having count(*) = 1
),
own as (
  select d.document_id, d.form, i.level1, cast(sum(i.weight) as bigint) as weight, cast(sum(i.score) as bigint) as score, count(*) as found, count(i.score) as scored,
    string_agg(concat('I', cast(i.indicator as varchar)), ',' order by i.indicator) as lines
  from departments d join indicators i on i.document_id = d.document_id and i.form = d.form group by d.document_id, d.form, i.level1
  union all
  select d.document_id, d.form, '预算执行', e.funds_weight, e.funds_score, 1, 1, concat('E', cast(d.form as varchar))
  from departments d join evaluations e on e.document_id = d.document_id and e.form = d.form where e.funds_score is not null
),
told_money as (
  select document_id, form, '年初预算' as what, 1 as place, initial as amount from evaluations where kind = 'scores' and project = '' and title = '' and executed is not null
  union all
  select document_id, form, '全年预算', 2, adjusted from evaluations where kind = 'scores' and project = '' and title = '' and executed is not null
  union all
  select document_id, form, '执行', 3, executed from evaluations where kind = 'scores' and project = '' and title = '' and executed is not null
),
own_money as (
  select e.document_id, e.form, 1 as place, e.initial as amount from evaluations e join departments d on d.document_id = e.document_id and d.form = e.form
  union all
  select e.document_id, e.form, 2, e.adjusted from evaluations e join departments d on d.document_id = e.document_id and d.form = e.form
  union all
  select e.document_id, e.form, 3, e.executed from evaluations e join departments d on d.document_id = e.document_id and d.form = e.form
),
pairs as (
  -- the table of points by levels and the sheet of the same evaluation: the only ones of their kind for the project
  select s.document_id, min(s.form) as scores_form, min(f.form) as sheet_form from sheets s
  join sheets f on f.document_id = s.document_id and f.kind = 'framework' and f.project = s.project and f.unscored = 0 and f.weights = 1000000
  where s.kind = 'scores' group by s.document_id, s.project having count(*) = 1
)
select s.document_id, case when b.scored < b.found or a.score is null or a.weight <> b.weight then null else a.score = b.score end as holds,
  '得分没有全部读出，或两处分值不同' as why,
  concat(a.lines, ',', b.lines) as refs, a.score as actual, b.score as expected, concat('文字所述', a.level1, '得分') as what, '整体自评表该项合计' as other,
  '部门整体支出' as subject
from sheets s join levels a on a.document_id = s.document_id and a.form = s.form
join own b on b.document_id = a.document_id and b.level1 = a.level1
join evaluations d on d.document_id = b.document_id and d.form = b.form and d.total = s.total
where s.kind = 'scores' and s.project = '' and s.title = ''
union all
select document_id,
  case when unscored > 0 or unread > 0 or found < 2 or weights <> 1000000 then null else abs(total - scores) <= 100 end as holds,
  '各项分值、得分没有全部读出，或分值合计不是100分' as why,
  concat('T', cast(form as varchar), ',', lines) as refs, total as actual, scores as expected, '得分合计' as what, '各项得分之和为' as other, subject
from sheets where total is not null
union all
select s.document_id, case when r.total is null then null else s.total = r.total end, '报告没有写明总分',
  concat('T', cast(s.form as varchar), ',T', cast(r.form as varchar)), s.total, r.total, '得分表合计', '评价报告得分为', s.subject
from sheets s join evaluations r on r.document_id = s.document_id and r.kind = 'report' and r.project = s.project
where s.total is not null and s.project <> '' and s.weights = 1000000
union all
select p.document_id, case when b.scored < b.found or a.score is null then null else a.score = b.score end, '得分没有全部读出',
  concat(a.lines, ',', b.lines), a.score, b.score, concat('得分表中', a.level1, '得分'), '评分表该项合计', s.subject
from pairs p join sheets s on s.document_id = p.document_id and s.form = p.scores_form
join levels a on a.document_id = p.document_id and a.form = p.scores_form
join levels b on b.document_id = p.document_id and b.form = p.sheet_form and b.level1 = a.level1
union all
select p.document_id, case when b.weighed < b.found or a.weight is null then null else a.weight = b.weight end, '分值没有全部读出',
  concat(a.lines, ',', b.lines), a.weight, b.weight, concat('得分表中', a.level1, '分值'), '评分表该项合计', s.subject
from pairs p join sheets s on s.document_id = p.document_id and s.form = p.scores_form
join levels a on a.document_id = p.document_id and a.form = p.scores_form
join levels b on b.document_id = p.document_id and b.form = p.sheet_form and b.level1 = a.level1
union all
select document_id, case when unread > 0 then null when weight_total = weights then true when weights = 1000000 then false end, '分值没有全部读出，或各项分值合计不是100分',
  concat('T', cast(form as varchar), ',', lines), weight_total, weights, '分值合计', '各项分值之和为', subject
from sheets where weight_total is not null
union all
-- the money of the department as a whole, told in a paragraph
select s.document_id, abs(s.amount - d.amount) <= 5000, '', concat('E', cast(s.form as varchar), ',E', cast(d.form as varchar)), s.amount // 100, d.amount // 100,
  concat('文字所述', s.what, '（万元）'), '整体自评表为', '部门整体支出'
from told_money s join own_money d on d.document_id = s.document_id and d.place = s.place
where s.amount is not null and d.amount is not null
