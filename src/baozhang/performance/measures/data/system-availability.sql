-- title: 医保信息系统正常运行率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间各系统应运行的分钟数中没有故障停机的比例；计划停机不算故障，重叠的停机只算一次，跨期的停机只算期内部分
-- formula: （应运行分钟数 − 故障停机分钟数）÷ 应运行分钟数 × 100%
-- needs: systems, outages
-- source: 信息系统运行维护合同的服务水平条款
-- answers: 医保信息系统正常运行率
--
with live as (
  select system, greatest(live_on, $start)::timestamp as starts, (least(coalesce(retired_on, $end), $end) + 1)::timestamp as ends
  from systems where live_on <= $end and coalesce(retired_on, $end) >= $start
),
down as (
  select l.system, greatest(o.starts_at, l.starts) as starts, least(coalesce(o.ends_at, l.ends), l.ends) as ends
  from live as l inner join outages as o on l.system = o.system
  where not o.planned and o.starts_at < l.ends and coalesce(o.ends_at, l.ends) > l.starts
),
ordered as (
  select *, max(ends) over (partition by system order by starts, ends rows between unbounded preceding and 1 preceding) as reached
  from down
),
lost as (
  select coalesce(sum(date_diff('second', greatest(starts, coalesce(reached, starts)), ends)), 0) as seconds
  from ordered where ends > coalesce(reached, starts)
),
due as (
  select coalesce(sum(date_diff('second', starts, ends)), 0) as seconds from live
)
select due.seconds - lost.seconds as numerator, due.seconds as denominator, lost.seconds as "故障停机秒数"
from due cross join lost
