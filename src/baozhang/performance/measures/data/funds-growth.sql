-- title: 补助金额同比增长率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: span
-- meaning: 期间（不超过一年）拨付的补助比上年同期增长的幅度
-- formula: （本期拨付 − 上年同期拨付）÷ 上年同期拨付 × 100%
-- parameter: 项目 text(transfers.project)=全部 项目名称，全部＝所有项目
-- needs: transfers
-- source: 资金拨付台账
-- answers: 补助金额同比增长率
--
select
  case
    when $end < $start + interval 1 year
    then coalesce(sum(case when paid_on between $start and $end then paid else -paid end), 0)
  end as numerator,
  coalesce(sum(paid) filter (not paid_on between $start and $end), 0) as denominator
from transfers
where ($项目 = '全部' or project = $项目)
  and (paid_on between $start and $end or paid_on between $start - interval 1 year and $end - interval 1 year)
