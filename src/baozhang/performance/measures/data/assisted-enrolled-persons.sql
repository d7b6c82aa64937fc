-- title: 资助参保人数
-- kind: count
-- unit: 人
-- direction: up
-- timing: span
-- meaning: 期间享受财政或救助资助参保的困难人员，一人只算一次
-- formula: 期间有资助金额的参保缴费记录中的不同人员
-- needs: coverage, persons
-- source: 国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见（国办发〔2021〕42号）
-- answers: 资助参保人数
--
select count(distinct c.person) as value
from coverage as c inner join persons as p on c.person = p.person
where p.category in ('低保对象', '特困人员', '防止返贫监测对象') and c.aided > 0 and c.paid_on between $start and $end
