-- title: 成本控制率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator
-- direction: down
-- timing: span
-- meaning: 期间项目（或其中一类费用）的支出占限额的比例，超过 100% 即突破限额
-- formula: Σ 支出 ÷ 限额 × 100%
-- parameter: 项目 text(spending.project) 项目名称
-- parameter: 费用种类 text(spending.item)=全部 费用种类，全部＝整个项目
-- parameter: 限额 integer 预算或限额（元）
-- needs: spending
-- source: 中央部门项目支出核心绩效目标和指标设置及取值指引（试行）（财预〔2021〕101号）
-- answers: 成本控制率
--
select coalesce(sum(amount), 0) as numerator, $限额 as denominator
from spending where project = $项目 and ($费用种类 = '全部' or item = $费用种类) and day between $start and $end
