-- title: 医保电子凭证激活率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末已激活医保电子凭证的参保人占参保人数的比例
-- formula: 已激活的参保人数 ÷ 参保人数 × 100%
-- needs: persons, coverage
-- source: 医保信息化统计口径
-- answers: 医保电子凭证激活率
--
select count(distinct p.person) filter (p.voucher_on <= $end) as numerator, count(distinct p.person) as denominator
from coverage as c inner join persons as p on c.person = p.person
where c.place = '本地' and c.insurance in ('职工', '居民') and c.starts <= $end and coalesce(c.ends, $end) >= $end
  and coalesce(p.died > $end, true)
