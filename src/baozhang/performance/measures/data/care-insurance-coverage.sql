-- title: 长期护理保险覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末参加长期护理保险的人占本地基本医保参保人的比例；分母含职工和居民
-- formula: 长护参保人数 ÷ 基本医保参保人数 × 100%
-- needs: persons, coverage
-- source: 长期护理保险试点统计口径
-- answers: 长期护理保险覆盖率
--
select
  count(distinct c.person) filter (c.insurance = '长护') as numerator,
  count(distinct c.person) filter (c.insurance in ('职工', '居民')) as denominator
from coverage as c inner join persons as p on c.person = p.person
where c.place = '本地' and c.starts <= $end and coalesce(c.ends, $end) >= $end and coalesce(p.died > $end, true)
