-- title: 居民医保个人缴费征缴额
-- kind: count
-- unit: 万元
-- divide: 1000000
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 居民个人缴纳的医保费，不含财政补助和资助参保金额
-- formula: Σ 个人缴费
-- parameter: 归属口径 choice(待遇年度|缴费日期) 归属口径：待遇开始日期在期间内，还是缴费日期在期间内
-- needs: coverage
-- source: 社会保险费征缴口径；不含补助
-- answers: 居民医保个人缴费征缴额
--
select coalesce(sum(paid), 0) as value, count(*) filter (paid > 0) as "缴费记录"
from coverage where insurance = '居民' and place = '本地' and case when $归属口径 = '待遇年度' then starts else paid_on end between $start and $end
