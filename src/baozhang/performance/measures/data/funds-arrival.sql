-- title: 资金到位率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: span
-- meaning: 期间应到位的资金中期末以前已经到位的比例；多拨的部分不抵其他
-- formula: Σ 已到位 ÷ Σ 应到位 × 100%
-- parameter: 项目 text(transfers.project)=全部 项目名称，全部＝所有项目
-- parameter: 级次 choice(全部|中央|省级|市级|县级)=全部 资金级次
-- needs: transfers
-- source: 预算法；转移支付资金管理办法
-- answers: 资金到位率
--
select
  coalesce(sum(least(due, case when paid_on <= $end then paid else 0 end)), 0) as numerator,
  coalesce(sum(due), 0) as denominator
from transfers where ($项目 = '全部' or project = $项目) and ($级次 = '全部' or level = $级次) and due_on between $start and $end
