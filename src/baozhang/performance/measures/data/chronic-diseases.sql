-- title: 门诊慢特病病种数
-- kind: count
-- unit: 种
-- direction: up
-- timing: stock
-- meaning: 期末有效的门诊慢特病病种，职工和居民共有的算一种
-- formula: 不同病种编码数
-- parameter: 险种 choice(职工或居民|职工|居民)=职工或居民 险种
-- needs: diseases
-- source: 门诊慢特病病种目录
-- answers: 门诊慢特病病种数
--
select count(distinct code) as value
from diseases
where starts <= $end and coalesce(ends, $end) >= $end and ($险种 = '职工或居民' or insurance = $险种)
