-- title: 资金拨付准确率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间拨付的各笔资金中金额与应拨付数相同的比例（按笔数）
-- formula: 金额相符的笔数 ÷ 已拨付的笔数 × 100%
-- parameter: 项目 text(transfers.project)=全部 项目名称，全部＝所有项目
-- needs: transfers
-- source: 资金管理办法
-- answers: 资金拨付准确率
--
select count(*) filter (paid = due) as numerator, count(*) as denominator
from transfers where ($项目 = '全部' or project = $项目) and paid_on between $start and $end
