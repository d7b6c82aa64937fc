-- title: 满意度（平均分）
-- kind: mean
-- unit: 分
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间有效问卷的平均分（百分制），附样本数和置信区间
-- formula: Σ 得分 ÷ 有效问卷数
-- parameter: 问卷 text(answers.survey) 问卷名称
-- parameter: 置信度 choice(90|95|99)=95 置信度（%）
-- needs: answers
-- source: 统计学：均值的正态近似置信区间
-- answers: 满意度评分
--
select count(score) as answers, coalesce(sum(score), 0) as total, coalesce(sum(score * score), 0) as squares, count(*) as "收回问卷"
from answers where survey = $问卷 and day between $start and $end
