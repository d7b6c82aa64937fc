-- title: 完成值的数位或单位与指标值相差过大
-- severity: error
-- family: PER
-- basis: 绩效自评表：指标值与实际完成值应使用同一单位
-- applies: final
-- needs: evaluations.self|evaluations.department,indicators
-- source: R-PF-007
-- message: “{subject}”的“{name}”指标值{target_text}，完成值{actual_text}，相差悬殊，数位或单位有误
-- figures: num
select document_id,
  case
    when operator in ('<=', '<', '=') and target_unit in ('元', '万元', '千元', '百元', '亿元') and actual >= aim * 5 then false
    when target_unit like '万%' and actual_unit = '' and actual >= aim * 1000 then false
    when not comparable and strpos(target_unit, '%') + strpos(actual_unit, '%') = 0 and target_unit like '%元%' and actual_unit not like '%元%' then false
    else true
  end as holds,
  concat('I', cast(indicator as varchar)) as refs, actual, aim as expected, name, target_text, actual_text,
  case when reached.project <> '' then reached.project else reached.title end as subject
from reached
where kind in ('self', 'department') and copy_of is null and aim > 0 and actual is not null
