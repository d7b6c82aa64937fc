-- title: 平台网采率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: flow
-- meaning: 期间公立医疗机构某类采购金额中在省级平台采购的比例；线下采购进分母，因此不会超过 100%
-- formula: Σ 平台采购金额 ÷ Σ 全部采购金额 × 100%
-- parameter: 品种 choice(药品|高值医用耗材) 采购品种
-- needs: orders
-- source: 关于推动药品集中带量采购工作常态化制度化开展的意见（国办发〔2021〕2号）
-- answers: 平台网采率
--
select coalesce(sum(amount) filter (platform), 0) as numerator, coalesce(sum(amount), 0) as denominator
from orders where kind = $品种 and day between $start and $end
