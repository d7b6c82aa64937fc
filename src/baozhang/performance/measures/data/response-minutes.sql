-- title: 故障响应最长时间
-- kind: count
-- unit: 分钟
-- direction: down
-- timing: span
-- meaning: 期间开始的故障从开始到响应的最长分钟数（不足一分钟按一分钟）；没有响应的按期末未响应，不能测算
-- formula: max（响应时刻 − 开始时刻）
-- parameter: 级别 choice(全部|重大|一般)=全部 故障级别
-- needs: outages
-- source: 运行维护合同的服务水平条款
-- answers: 故障响应时间
--
select
  case when count(*) filter (responded_at is null) = 0 then max((date_diff('second', starts_at, responded_at) + 59) // 60) end as value,
  count(*) as "故障次数"
from outages
where not planned and ($级别 = '全部' or severity = $级别) and starts_at >= $start and starts_at < ($end + 1)::timestamp
