-- title: 工作完成数量
-- kind: count
-- unit: {单位}
-- direction: up
-- timing: flow
-- meaning: 期间完成的某类工作的数量之和，例如培训人次、归档卷数、发布条数
-- formula: Σ 数量
-- parameter: 种类 text(tasks.kind) 工作种类，与台账一致
-- parameter: 单位 text 数量的单位，例如 场、人次
-- needs: tasks
-- source: 工作台账
-- answers: 工作完成数量
--
select coalesce(sum(quantity), 0) as value, count(*) as "台账记录"
from tasks where kind = $种类 and finished_on between $start and $end
