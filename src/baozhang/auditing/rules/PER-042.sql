-- title: 份额类指标的指标值、完成值不可能超过100%
-- severity: error
-- family: PER
-- basis: 覆盖率、参保率、满意度等为部分占全部的比重
-- applies: both
-- needs: indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”为{actual:pct}%，不可能超过100%
-- figures: pct
with shares as (
  -- a figure of a share, or the figure that follows the words of a share in the actual value
  select i.document_id, i.indicator, i.name, case when e.project <> '' then e.project else e.title end as subject,
    max(case
      when i.actual is not null and (i.actual_unit in ('%', '百分比') or i.actual_unit = '' and i.target_unit in ('%', '百分比'))
        and strpos(i.name, w.word) > 0 then i.actual
      when strpos(i.actual_text, w.word) > 0 then
        cast(round(try_cast(regexp_extract(substr(i.actual_text, strpos(i.actual_text, w.word) + length(w.word)), '^(达到|达|为|约)?([0-9]+([.][0-9]+)?)%', 2)
          as double) * 10000) as bigint)
    end) as share
  from indicators i
  join evaluations e on e.document_id = i.document_id and e.form = i.form
  join indicator_words w on w.topic = 'share' and (strpos(i.name, w.word) > 0 or strpos(i.actual_text, w.word) > 0)
  where e.copy_of is null and e.kind in ('self', 'department')
  group by i.document_id, i.indicator, i.name, e.project, e.title
  union all
  -- a target above all there is; a figure printed twice over (100100%) is another rule's
  select i.document_id, i.indicator, i.name, case when e.project <> '' then e.project else e.title end, max(i.target)
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  join indicator_words w on w.topic = 'share' and strpos(i.name, w.word) > 0
  where e.copy_of is null and e.kind in ('self', 'department', 'target', 'period') and i.target_unit in ('%', '百分比') and i.target < 2000000
    and not (i.actual is not null and i.actual > 1000000)
  group by i.document_id, i.indicator, i.name, e.project, e.title
)
select document_id, share <= 1000000 as holds, concat('I', cast(indicator as varchar)) as refs, share as actual,
  cast(1000000 as bigint) as expected, name, subject
from shares where share is not null
