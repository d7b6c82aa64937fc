-- title: 服务对象满意度
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- interval: wilson
-- meaning: 期间有效问卷中得分达到满意线的比例，附样本数和置信区间
-- formula: 满意的问卷 ÷ 有效问卷 × 100%
-- parameter: 问卷 text(answers.survey) 问卷名称
-- parameter: 满意线 integer=80 满意线（百分制得分）
-- parameter: 置信度 choice(90|95|99)=95 置信度（%）
-- needs: answers
-- source: 统计学：比例的 Wilson 置信区间
-- answers: 服务对象满意度
--
select count(*) filter (score >= $满意线) as numerator, count(score) as denominator, count(*) as "收回问卷"
from answers where survey = $问卷 and day between $start and $end
