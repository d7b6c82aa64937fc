-- title: 情况说明所述指标完成值应与自评表一致
-- severity: warning
-- family: PER
-- basis: 部门决算绩效情况说明；项目支出绩效自评表
-- applies: final
-- needs: blocks,evaluations.self,indicators
-- source: R-PF-016
-- message: 文字称“{subject}”的“{name}”{said:num}{sign}，自评表完成值为{actual_text}
-- figures: num
with forms as (
  select document_id, form, project, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as plain
  from evaluations where kind = 'self' and copy_of is null and project <> ''
),
paragraphs as (
  select document_id, block, text, regexp_replace(replace(text, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as plain
  from blocks where kind in ('paragraph', 'heading') and section = 'performance'
),
told as (
  -- a paragraph that begins with the name of exactly one project
  select p.document_id, p.block, p.text, f.form, f.project, count(*) over (partition by p.document_id, p.block) as projects
  from paragraphs p join forms f on f.document_id = p.document_id and length(f.plain) >= 4 and strpos(p.plain, f.plain) between 1 and 4
),
names as (
  select i.*, t.block, t.project as subject, regexp_replace(i.name, '[ “”"]', '', 'g') as plain, regexp_replace(t.text, '[ “”"]', '', 'g') as prose
  from told t join indicators i on i.document_id = t.document_id and i.form = t.form
  where t.projects = 1 and i.actual is not null
),
spoken as (
  select n.*, replace(n.prose, n.plain, '§') as marked from names n where length(n.plain) >= 4 and strpos(n.prose, n.plain) > 0
),
read as (
  select s.*,
    regexp_extract(marked, '(我市|全市|全县|全省|全年|年度|其中|实现|确保|完成|使|及|和|[^一-龥]|^)§(达到|达|为|是|:)*([0-9]+([.][0-9]+)?)(%|万|亿)?', 3) as figure,
    regexp_extract(marked, '(我市|全市|全县|全省|全年|年度|其中|实现|确保|完成|使|及|和|[^一-龥]|^)§(达到|达|为|是|:)*([0-9]+([.][0-9]+)?)(%|万|亿)?', 5) as sign
  from spoken s
),
compared as (select r.*, cast(round(try_cast(figure as double) * 10000) as bigint) as said from read r where figure <> '')
select document_id,
  case
    when sign = '亿' or (sign = '%') <> (target_unit in ('%', '百分比') or actual_unit in ('%', '百分比')) then null
    when (sign = '万') <> (target_unit like '万%' or actual_unit like '万%') then null
    else said = actual
  end as holds,
  '文字没有直接写出该指标的数值' as why,
  concat('B', cast(block as varchar), ',I', cast(indicator as varchar)) as refs, said as actual, actual as expected, said, sign, name, actual_text, subject
from compared
