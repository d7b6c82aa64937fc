-- title: 重点救助对象政策范围内住院自付费用年度限额内救助比例
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: flow
-- meaning: 低保对象、特困人员住院的自付费用中，在年度救助限额以内的部分由救助支付的比例
-- formula: Σ 救助支付 ÷ Σ 限额内自付费用 × 100%
-- needs: settlements, persons
-- source: 国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见（国办发〔2021〕42号）
-- answers: 重点救助对象政策范围内住院自付费用年度限额内救助比例
--
select coalesce(sum(s.aid), 0) as numerator, coalesce(sum(s.aid_base), 0) as denominator, count(distinct s.person) as "人数"
from settlements as s inner join persons as p on s.person = p.person
where s.care = '住院' and not s.reversed and p.category in ('低保对象', '特困人员') and s.day between $start and $end
