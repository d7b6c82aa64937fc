-- Indicators with the target in the unit of the actual value (`aim`) and whether the actual value reached it (`met`, NULL when unsure).
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
)
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
