-- title: 任务完成及时率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间到期的某类任务中按期完成的比例
-- formula: 按期完成的任务 ÷ 到期任务 × 100%
-- parameter: 种类 text(tasks.kind)=全部 工作种类，全部＝所有种类
-- needs: tasks
-- source: 工作台账
-- answers: 任务完成及时率
--
select count(*) filter (finished_on <= due_on) as numerator, count(*) as denominator
from tasks where ($种类 = '全部' or kind = $种类) and due_on between $start and $end
