-- title: 标准同比增长率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: stock
-- meaning: 期末所在年度的标准比上年增长的幅度；上年没有登记的没有值
-- formula: （本年标准 − 上年标准）÷ 上年标准 × 100%
-- parameter: 标准 text(standards.standard) 标准名称
-- needs: standards
-- source: 年度缴费、补助和待遇文件
-- answers: 补助标准同比增长率
--
select
  max(amount) filter (year = year($end)) - max(amount) filter (year = year($end) - 1) as numerator,
  max(amount) filter (year = year($end) - 1) as denominator
from standards where standard = $标准
