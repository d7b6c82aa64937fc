-- title: 协议年度考核覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期末在网的定点医药机构中期间完成协议考核的比例
-- formula: 已考核的机构 ÷ 在网机构 × 100%
-- needs: institutions
-- source: 医疗机构医疗保障定点管理暂行办法（国家医疗保障局令第2号）
-- answers: 协议年度考核覆盖率
--
select count(*) filter (assessed_on between $start and $end) as numerator, count(*) as denominator
from institutions where starts <= $end and coalesce(ends, $end) >= $end
