-- title: 绩效指标应以可衡量的为主
-- severity: warning
-- family: PER
-- basis: 绩效目标应可衡量；核心绩效目标和指标设置及取值指引（财预〔2021〕101号）
-- applies: both
-- needs: indicators
-- source: R-PF-013
-- message: “{subject}”{set_count}项指标中有{phrases}项只写文字、无法衡量，超过三分之一
-- figures: num
with counted as (
  select document_id, form, count(*) as set_count,
    cast(sum(case when target is null and not regexp_matches(target_text, '[0-9一二两三四五六七八九十百千万零全]') then 1 else 0 end) as bigint) as phrases,
    string_agg(case when target is null and not regexp_matches(target_text, '[0-9一二两三四五六七八九十百千万零全]')
      then concat('I', cast(indicator as varchar)) end, ',' order by indicator) as lines
  from indicators where target_text <> '' group by document_id, form
)
select c.document_id, case when c.set_count >= 4 then c.phrases * 3 <= c.set_count end as holds, '指标过少' as why,
  concat('E', cast(c.form as varchar), coalesce(',' || c.lines, '')) as refs,
  cast(c.phrases * 10000 as bigint) as actual, cast(null as bigint) as expected, c.set_count, c.phrases, case when e.project <> '' then e.project else e.title end as subject
from counted c join evaluations e on e.document_id = c.document_id and e.form = c.form
where e.copy_of is null and e.kind in ('self', 'target', 'department')
