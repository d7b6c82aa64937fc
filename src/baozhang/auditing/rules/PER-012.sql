-- title: 指标值的数值与单位应书写正确
-- severity: warning
-- family: PER
-- basis: 绩效目标应清晰、可衡量
-- applies: both
-- needs: indicators
-- source: R-PF-012
-- message: “{subject}”有{found}项指标的指标值书写有误：{actual}
-- figures: text
with cells as (
  select i.*, e.project, e.title, regexp_replace(i.target_text, '^[=≥≤<>]+', '') as body,
    regexp_extract(i.target_text, '([0-9]+)%', 1) as percent_digits
  from indicators i join evaluations e on e.document_id = i.document_id and e.form = i.form
  where e.copy_of is null and e.kind in ('self', 'target', 'department') and i.target_text <> ''
),
faults as (
  select c.*,
    case
      when length(percent_digits) >= 4 and length(percent_digits) % 2 = 0
        and left(percent_digits, length(percent_digits) // 2) = right(percent_digits, length(percent_digits) // 2) then '数字重复'
      when regexp_matches(body, '[0-9月]日期$') then '日期没有写完'
      when regexp_matches(body, '^[0-9]+(按时|按期|及时|准时|已?完成)') then '数字与文字相连'
      when regexp_matches(c.name, '[^频功倍效汇税利转速比]率([(（].*[)）])?$') and regexp_matches(c.target_unit, '^(个|家|件|人|次|人次|项|户|台|辆|份)$')
        then '比率的单位不是百分数'
      when regexp_matches(c.name, '满意(度|率)(指标)?$') and not regexp_matches(c.name, '不满意|投诉')
        and regexp_matches(c.target_unit, '^(个|家|件|人|次|人次|项|起)$') then '满意度的单位不是百分数'
      when regexp_matches(c.name, '(人数|次数|件数|诉求数|纠纷数|投诉数|份数|家数|项数|户数|班次)$') and c.target_unit in ('%', '百分比')
        then '数量的单位不应是百分数'
      when regexp_matches(c.name, '(城区|区县|县区|县市|人员|机构|医院|学校)数量?$') and c.target_unit = '件' then '计量单位不当'
      when length(body) >= 6 and length(body) % 2 = 0 and not regexp_matches(body, '[0-9]')
        and left(body, length(body) // 2) = right(body, length(body) // 2) then '文字重复'
      when c.target_unit = '百分比' or regexp_matches(body, '[0-9]百分比$') then '“百分比”应写作“%”'
    end as fault
  from cells c
)
select document_id, cast(sum(case when fault is null then 0 else 1 end) as bigint) = 0 as holds,
  case when cast(sum(case when fault is null or fault in ('文字重复', '“百分比”应写作“%”') then 0 else 1 end) as bigint) = 0 then 'note' end as severity,
  case when cast(sum(case when fault is null then 0 else 1 end) as bigint) = 0 then concat('E', cast(form as varchar))
    else string_agg(case when fault is not null then concat('I', cast(indicator as varchar)) end, ',' order by indicator) end as refs,
  string_agg(case when fault is not null then concat('“', name, '”', target_text, '（', fault, '）') end, '；' order by indicator) as actual,
  cast(null as varchar) as expected, cast(sum(case when fault is null then 0 else 1 end) as bigint) as found,
  case when faults.project <> '' then faults.project else faults.title end as subject
from faults group by document_id, form, project, title
