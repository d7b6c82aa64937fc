-- title: 系统故障次数
-- kind: count
-- unit: 次
-- direction: down
-- timing: flow
-- meaning: 期间开始的故障停机次数，计划停机不算
-- formula: 次数
-- needs: outages
-- source: 运行维护记录
-- answers: 故障次数
--
select count(*) as value
from outages where not planned and starts_at >= $start and starts_at < ($end + 1)::timestamp
