-- title: 待遇保障率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: span
-- meaning: 期间应付给某类对象的待遇或补助中期末以前已付的比例；多付的部分不抵其他人
-- formula: Σ 已付 ÷ Σ 应付 × 100%
-- parameter: 种类 text(subsidies.scheme) 待遇或补助种类
-- needs: subsidies
-- source: 待遇政策文件
-- answers: 待遇保障率
--
select
  coalesce(sum(least(due, case when paid_on <= $end then paid else 0 end)), 0) as numerator,
  coalesce(sum(due), 0) as denominator
from subsidies where scheme = $种类 and due_on between $start and $end
