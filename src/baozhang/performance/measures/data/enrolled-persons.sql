-- title: 期末参保人数
-- kind: count
-- unit: 人
-- direction: up
-- timing: stock
-- meaning: 期末在本地参保的人数，一人只算一次，已故的不算
-- formula: 期末有效参保关系中的不同人员
-- parameter: 险种 choice(全部|职工|居民|长护) 险种；全部＝职工和居民
-- needs: persons, coverage
-- source: 医疗保障统计调查制度
-- answers: 参保人数
--
select count(distinct c.person) as value
from coverage as c inner join persons as p on c.person = p.person
where c.place = '本地' and c.starts <= $end and coalesce(c.ends, $end) >= $end
  and coalesce(p.died > $end, true)
  and case when $险种 = '全部' then c.insurance in ('职工', '居民') else c.insurance = $险种 end
