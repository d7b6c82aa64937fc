-- title: 参保任务完成率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末本地参保人数与上级下达的任务数之比
-- formula: 期末本地参保人数 ÷ 任务数 × 100%
-- parameter: 险种 choice(全部|职工|居民) 险种；全部＝职工和居民
-- parameter: 任务数 integer 上级下达的参保任务数（人）
-- needs: persons, coverage
-- source: 年度参保任务通知
-- answers: 参保任务完成率
--
select count(distinct c.person) as numerator, $任务数 as denominator
from coverage as c inner join persons as p on c.person = p.person
where c.place = '本地' and c.starts <= $end and coalesce(c.ends, $end) >= $end
  and coalesce(p.died > $end, true)
  and case when $险种 = '全部' then c.insurance in ('职工', '居民') else c.insurance = $险种 end
