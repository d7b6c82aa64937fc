-- title: 定点医药机构监督检查覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期间完成过检查的定点医药机构占比；同一机构查几次都算一家，没有办结的检查不算
-- formula: 已检查的机构 ÷ 定点医药机构 × 100%
-- parameter: 机构口径 choice(期末在网|期间曾在网) 分母口径
-- parameter: 种类 choice(全部|日常|专项|飞行)=全部 检查种类
-- needs: institutions, inspections
-- source: 医疗保障基金使用监督管理条例
-- answers: 定点医药机构监督检查覆盖率
--
select count(i.institution) as numerator, count(*) as denominator
from (
  select institution from institutions
  where starts <= $end and coalesce(ends, $end) >= case when $机构口径 = '期末在网' then $end else $start end
) as o
left join (
  select distinct institution from inspections where finished between $start and $end and ($种类 = '全部' or kind = $种类)
) as i on o.institution = i.institution
