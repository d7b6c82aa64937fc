-- title: 医疗救助对象覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期末在册的救助对象中，期间得到过参保资助或待遇救助的比例
-- formula: 得到救助的在册对象 ÷ 在册对象 × 100%
-- needs: settlements, coverage, persons
-- source: 国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见（国办发〔2021〕42号）
-- answers: 医疗救助对象覆盖率
--
select count(g.person) as numerator, count(*) as denominator
from persons as p
left join (
  select person from settlements where aid > 0 and not reversed and day between $start and $end
  union
  select person from coverage where aided > 0 and paid_on between $start and $end
) as g on p.person = g.person
where p.category is not null and p.registered and p.born <= $end
  and coalesce(p.died > $end, true) and coalesce(p.left_on > $end, true)
