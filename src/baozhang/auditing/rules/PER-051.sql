-- title: 完成值超过“等于”类指标值的，应当说明或调整指标值
-- severity: warning
-- family: PER
-- basis: 项目支出绩效评价管理办法（财预〔2020〕10号）：完成值高于指标值较多的，要分析原因，指标值设定偏低的适度调减分值
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”指标值{target_text}，完成值{actual_text}与之不符，却记满分，也没有说明
-- suggestion: 核对指标值与完成值，或说明超过的原因
-- figures: num
--
-- Shares above 100 % are PER-042's, figures of another magnitude PER-043's.
with shares as (
  select distinct i.document_id, i.indicator
  from indicators i join indicator_words w on w.topic = 'share' and (strpos(i.name, w.word) > 0 or strpos(i.actual_text, w.word) > 0)
),
judged as (
  select i.*, case when e.project <> '' then e.project else e.title end as subject, s.indicator is not null as share,
    n.word is not null or i.reason = '' as unexplained,
    i.target_unit = '' or i.actual_unit = '' or i.target_unit = i.actual_unit
      or i.target_unit in ('%', '百分比') and i.actual_unit in ('%', '百分比') as comparable
  from indicators i
  join evaluations e on e.document_id = i.document_id and e.form = i.form and e.kind in ('self', 'department') and e.copy_of is null
  left join shares s on s.document_id = i.document_id and s.indicator = i.indicator
  left join indicator_words n on n.topic = 'no_reason' and n.word = regexp_replace(i.reason, '[。.,，;；]', '', 'g')
  where i.operator = '=' and i.target > 0 and i.actual is not null and i.weight > 0 and i.score is not null
)
select document_id,
  case
    when not comparable or target_unit in ('年', '月', '日') or regexp_matches(target_text, '[0-9].*[0-9]*[年月日]') then null
    when actual <= target then true
    when score < weight then true
    when not unexplained or actual >= target * 5 or share and target_unit in ('%', '百分比') then null
    else false
  end as holds,
  '指标值与完成值不能作数值比较，或已有说明' as why,
  concat('I', cast(indicator as varchar)) as refs, actual, target as expected, name, target_text, actual_text, subject
from judged
