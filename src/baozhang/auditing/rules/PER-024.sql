-- title: 项目立项依据不应只重复项目名称
-- severity: warning
-- family: PER
-- basis: 项目支出预算公开：立项依据应写明文件或政策
-- applies: budget
-- needs: blocks,evaluations.target
-- source: R-PF-024
-- message: 立项依据只写“{actual}”，没有写出依据的文件或政策
-- figures: text
with grounds as (
  select document_id, block, regexp_extract(text, '立项依据[。:：,，](.*)$', 1) as ground
  from blocks where kind in ('paragraph', 'heading') and strpos(text, '立项依据') between 1 and 8
),
projects as (
  select distinct document_id, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as plain
  from evaluations where kind = 'target' and project <> ''
)
select g.document_id, p.plain is null and g.ground <> '' as holds, concat('B', cast(g.block as varchar)) as refs, g.ground as actual,
  cast(null as varchar) as expected
from grounds g left join projects p on p.document_id = g.document_id
  and p.plain = regexp_replace(replace(g.ground, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')
