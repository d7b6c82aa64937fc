-- Of every community: its package, what was used, the balance, and what is kept of it or shared, fen. The reserve is rounded down, what is kept
-- or added by the fund half up, and the fund (or the community) has the rest, so that every fen of the package is accounted for.
-- Reads heads (insurance, fen), insured (community, insurance, persons), used (community, year, excluded, inside, outside, exempt, score, reasonable),
-- kept (score_from, share), terms (one row).
with grossed as (
    select i.community, sum(i.persons)::bigint as persons, sum(i.persons * h.fen)::bigint as gross
    from insured as i inner join heads as h on i.insurance = h.insurance
    group by i.community
),
budgeted as (
    select
        g.community, u.year, g.persons, g.gross, (g.gross::hugeint * t.reserve // 10000)::bigint as reserve, u.excluded, u.inside, u.outside, u.exempt,
        u.score, u.reasonable, t.fund_share, t.share_cap
    from grossed as g inner join used as u on g.community = u.community cross join terms as t
),
packaged as (
    select *, gross - reserve - excluded as budget, inside + outside - exempt as used from budgeted
),
graded as (
    select p.community, max(k.score_from) as score_from from packaged as p inner join kept as k on p.score >= k.score_from group by p.community
),
settled as (
    select
        p.*, p.budget - p.used as balance, k.share as kept_share,
        least((p.used - p.budget)::hugeint * p.fund_share, p.budget::hugeint * p.share_cap) as shared
    from packaged as p inner join graded as g on p.community = g.community inner join kept as k on g.score_from = k.score_from
),
divided as (
    select
        *,
        case when balance >= 0 then (2 * balance::hugeint * kept_share + 10000) // 20000 else 0 end::bigint as retained,
        case when balance < 0 and reasonable = 1 then (2 * shared + 10000) // 20000 else 0 end::bigint as fund_adds
    from settled
)
select
    d.community, d.year, d.persons, d.gross, d.reserve, d.excluded, d.budget, d.inside, d.outside, d.exempt, d.used, d.balance, d.score, d.reasonable, d.retained,
    d.fund_adds, case when d.balance < 0 then -d.balance - d.fund_adds else 0 end as borne, t.scheme, t.parameters,
    case
        when d.balance >= 0 then '结余 × 留用比例 ' || d.kept_share // 10000 || '.' || lpad((d.kept_share % 10000)::varchar, 4, '0')
        when d.reasonable = 1 then '合理超支，基金分担 ' || d.fund_share // 10000 || '.' || lpad((d.fund_share % 10000)::varchar, 4, '0')
            || '，不超过包干额的 ' || d.share_cap // 10000 || '.' || lpad((d.share_cap % 10000)::varchar, 4, '0')
        else '超支不合理，由医共体承担'
    end as trail
from divided as d cross join terms as t
order by d.community
