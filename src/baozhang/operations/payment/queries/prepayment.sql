-- Of every pool, hospital and month: cases, what was applied for (cost less the patients' part), and points. Reads points, terms (one row).
select
    case when t.by_insurance then p.insurance else '' end as pool, p.hospital, p.month, count(*) as cases,
    sum(p.cost - p.patient)::bigint as applied, sum(p.patient)::bigint as patient, sum(p.points)::bigint as points
from points as p cross join terms as t
where p.kind <> '不纳入'
group by all
order by all
