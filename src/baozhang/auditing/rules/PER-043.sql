-- title: 完成值的数位或单位与指标值相差过大
-- severity: error
-- family: PER
-- basis: 绩效自评表：指标值与实际完成值应使用同一单位
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”指标值{target_text}，完成值{actual_text}，相差悬殊，数位或单位有误
-- figures: num
with judged as (
  -- aim: the target in the unit of the actual value; "100100%" (a figure printed twice over) counts as 100 %
  select i.*, f.kind, f.project, f.title, f.copy_of,
    case
      when i.target_unit in ('%', '百分比') and i.target >= 1001000000 and i.target % 10010000 = 0 then i.target // 1001
      when i.target_unit in ('%', '百分比') and i.target between 10100000 and 99990000 and i.target % 1010000 = 0 then i.target // 101
      when i.target_unit like '万%' and i.actual_unit <> '' and i.actual_unit not like '万%' then i.target * 10000
      when i.target_unit = '' and i.actual_unit = '%' and i.target <= 10000 then i.target * 100
      else i.target
    end as aim,
    i.target_unit = '' or i.actual_unit = '' or (i.target_unit in ('%', '百分比') and i.actual_unit in ('%', '百分比'))
      or strpos(i.target_unit, i.actual_unit) = 1 or strpos(i.actual_unit, i.target_unit) = 1
      or i.target_unit = concat('万', i.actual_unit) as comparable
  from indicators i join evaluations f on f.document_id = i.document_id and f.form = i.form
),
reached as (
  select judged.*,
    case
      when aim is null or actual is null or not comparable or (aim > 0 and actual > aim * 1000) then null
      when operator = '>=' then actual >= aim
      when operator = '>' then actual > aim
      when operator = '<=' then actual <= aim
      when operator = '<' then actual < aim
      when actual = aim then true
      when operator = '=' and aim = 0 then false
      when operator = '=' and actual < aim and level1 not like '成本%' and level2 not like '%成本%' then false
    end as met
  from judged
)
select document_id,
  case
    when operator in ('<=', '<', '=') and target_unit in ('元', '万元', '千元', '百元', '亿元') and actual >= aim * 5 then false
    when target_unit like '万%' and actual_unit = '' and actual >= aim * 1000 then false
    when not comparable and strpos(target_unit, '%') + strpos(actual_unit, '%') = 0 and target_unit like '%元%' and actual_unit not like '%元%' then false
    else true
  end as holds,
  concat('I', cast(indicator as varchar)) as refs, actual, aim as expected, name, target_text, actual_text,
  case when judged.project <> '' then judged.project else judged.title end as subject
from judged
where kind in ('self', 'department') and copy_of is null and aim > 0 and actual is not null
