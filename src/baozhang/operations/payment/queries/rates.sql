-- Standard of every case by the rate of its level, fen, rounded half up. Reads points (of points.sql) and rates (level, fen).
select
    p.id, case when p.at_cost then p.cost else (2 * p.points::hugeint * r.fen + 10000) // 20000 end::bigint as standard, r.fen as rate
from points as p left join rates as r on p.level = r.level
where p.kind <> '不纳入'
order by p.id
