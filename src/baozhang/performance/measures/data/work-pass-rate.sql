-- title: 任务合格率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间完成并经过检验（验收、复核）的某类任务中合格的比例；没有检验的不算
-- formula: 合格的任务 ÷ 检验过的任务 × 100%
-- parameter: 种类 text(tasks.kind)=全部 工作种类，全部＝所有种类
-- needs: tasks
-- source: 工作台账
-- answers: 验收合格率, 审核准确率
--
select count(*) filter (passed) as numerator, count(passed) as denominator
from tasks where ($种类 = '全部' or kind = $种类) and finished_on between $start and $end
