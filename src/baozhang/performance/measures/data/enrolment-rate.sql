-- title: 基本医保参保率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: stock
-- meaning: 期末在本地参加基本医保的人占所选人口的比例；同时参加两个险种的人算一人，已故、已迁出的不算
-- formula: 期末本地参保人数 ÷ 期末人口 × 100%
-- parameter: 分母口径 choice(应参保人口|户籍人口|常住人口) 分母口径；应参保人口＝户籍人口减免予参保、减只在异地参保
-- needs: persons, coverage
-- source: 国务院办公厅关于健全基本医疗保险参保长效机制的指导意见（国办发〔2024〕38号）
-- answers: 基本医保参保率
--
with covered as (
  select person, bool_or(place = '本地') as here, bool_or(place = '异地') as elsewhere, count(*) as entries
  from coverage where insurance in ('职工', '居民') and starts <= $end and coalesce(ends, $end) >= $end
  group by person
),
people as (
  select p.person, p.exempt is not null as exempt, coalesce(c.here, false) as here, coalesce(c.elsewhere, false) as elsewhere,
    coalesce(c.entries, 0) as entries
  from persons as p left join covered as c on p.person = c.person
  where case when $分母口径 = '常住人口' then p.resident else p.registered end
    and p.born <= $end and coalesce(p.died > $end, true) and coalesce(p.left_on > $end, true)
)
select
  count(*) filter (here and counted) as numerator,
  count(*) filter (counted) as denominator,
  count(*) as "人口",
  count(*) filter (here) as "本地参保",
  count(*) filter (elsewhere and not here) as "只在异地参保",
  count(*) filter (exempt and not here) as "免予参保",
  count(*) filter (entries > 1) as "重复参保"
from (select *, $分母口径 <> '应参保人口' or here or not (exempt or elsewhere) as counted from people)
