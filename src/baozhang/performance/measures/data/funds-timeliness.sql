-- title: 资金下达（拨付）及时率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间应拨付的各笔资金中按期足额拨付的比例（按笔数）
-- formula: 按期足额拨付的笔数 ÷ 应拨付的笔数 × 100%
-- parameter: 项目 text(transfers.project)=全部 项目名称，全部＝所有项目
-- needs: transfers
-- source: 预算法第五十二条：接到下达后的期限
-- answers: 资金下达（拨付）及时率
--
select count(*) filter (paid_on <= due_on and paid >= due) as numerator, count(*) as denominator
from transfers where ($项目 = '全部' or project = $项目) and due_on between $start and $end
