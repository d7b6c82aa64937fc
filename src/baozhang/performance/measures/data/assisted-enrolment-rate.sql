-- title: 困难人群参保率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 低保对象、特困人员、防止返贫监测对象中期末已参保（含异地）的比例；免予参保的不算
-- formula: 已参保的困难人员 ÷ 应参保的困难人员 × 100%
-- needs: persons, coverage
-- source: 国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见（国办发〔2021〕42号）
-- answers: 困难人群参保率
--
select count(c.person) as numerator, count(*) as denominator
from persons as p
left join (
  select distinct person from coverage
  where insurance in ('职工', '居民') and starts <= $end and coalesce(ends, $end) >= $end
) as c on p.person = c.person
where p.category in ('低保对象', '特困人员', '防止返贫监测对象') and p.registered and p.exempt is null
  and p.born <= $end and coalesce(p.died > $end, true) and coalesce(p.left_on > $end, true)
