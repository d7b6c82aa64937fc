-- The money of every pool divided among its items by weight, without a remainder: whole fen down first, then one fen each to the items with the
-- largest remainders, of equals to the first by name. Reads pools (pool, fen) and weighed (pool, item, weight); nothing is negative.
with whole as (
    select pool, sum(weight)::hugeint as weight from weighed group by pool
),
cut as (
    select
        w.pool, w.item, p.fen, p.fen::hugeint * w.weight // t.weight as part, p.fen::hugeint * w.weight % t.weight as rest
    from weighed as w
    inner join whole as t on w.pool = t.pool and t.weight > 0
    inner join pools as p on w.pool = p.pool
),
ranked as (
    select
        pool, item, part, fen - sum(part) over (partition by pool) as left_over,
        row_number() over (partition by pool order by rest desc, item asc) as place
    from cut
)
select pool, item, (part + case when place <= left_over then 1 else 0 end)::bigint as fen from ranked order by pool, item
