-- title: 多个项目不应共用一个评价得分
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）；绩效自评表：每个项目分别评价
-- applies: final
-- needs: blocks,evaluations
-- source: R-PF-021
-- message: 几个项目只有一个评价得分{score}分，应按项目分别列示：{actual}
-- figures: text
with sentences as (
  select document_id, block, regexp_extract(text, '[^。;；]*项目[^。;；]*、[^。;；]*项目[^。;；]{0,4}[,，][^。;；]{0,10}得分(为)?[0-9.]+分.?', 0) as sentence
  from blocks where kind in ('paragraph', 'heading') and section = 'performance'
)
select document_id, sentence = '' as holds, concat('B', cast(block as varchar)) as refs, left(sentence, 60) as actual,
  cast(null as varchar) as expected, regexp_extract(sentence, '得分(为)?([0-9.]+)分', 2) as score
from sentences
where sentence <> '' and not regexp_matches(sentence, '分别|分[、和及]$')
union all
select document_id, true, concat('E', cast(min(form) as varchar)), '', cast(null as varchar), '' from evaluations
where kind in ('self', 'report', 'department') group by document_id
