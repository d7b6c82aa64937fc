-- title: 投诉举报件办结率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期间到期的投诉举报件中期末以前已办结的比例，或按期办结的比例
-- formula: 已办结（按期办结）÷ 到期件数 × 100%
-- parameter: 计算口径 choice(已办结|按期办结) 分子口径
-- needs: complaints
-- source: 信访和举报办理时限规定
-- answers: 投诉举报件办结率
--
select
  count(*) filter (closed_on <= $end and ($计算口径 = '已办结' or closed_on <= due_on)) as numerator,
  count(*) as denominator
from complaints where due_on between $start and $end
