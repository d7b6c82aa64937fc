-- Standard of every stay by bed-days, fen, rounded half up: days less leave over the segments of its class and level, or a ratio of the cost
-- with a cap a day. Reads cases, standards (class, level, first_day, last_day, day, ratio, cap), terms (one row).
with stretched as (
    select
        c.id, c.days - c.leave as counted, c.cost, s.first_day, s.day, s.ratio, s.cap,
        greatest(0, least(c.days - c.leave, coalesce(s.last_day, c.days)) - s.first_day + 1) as days_in
    from cases as c inner join standards as s on c.class = s.class and c.level = s.level
),
priced as (
    select
        *,
        case
            when ratio is null then days_in * day
            when cap is null then case when counted = 0 then 0 else (2 * cost * ratio + 10000) // 20000 end
            else least((2 * cost * ratio + 10000) // 20000, cap * days_in)
        end as amount
    from stretched
),
summed as (
    select
        id, counted, sum(amount)::bigint as amount,
        string_agg(
            case
                when ratio is null
                    then days_in || ' 天 × ' || day // 100 || '.' || lpad((day % 100)::varchar, 2, '0') || ' 元'
                else
                    days_in || ' 天，费用 × ' || ratio // 10000 || '.' || lpad((ratio % 10000)::varchar, 4, '0')
                    || case when cap is null then '' else '，每日封顶 ' || cap // 100 || '.' || lpad((cap % 100)::varchar, 2, '0') || ' 元' end
            end, ' + ' order by first_day
        ) as parts
    from priced
    where days_in > 0 or first_day = 1
    group by id, counted
)
select
    c.id, c.hospital, c.department, c.level, c.code, c.class, c.month, c.insurance, c.days, c.cost, c.patient,
    case when t.at_most_cost and c.cost < s.amount then '按实际费用' else '按床日标准' end as kind,
    s.counted::bigint as counted, case when t.at_most_cost then least(c.cost, s.amount) else s.amount end as standard, t.scheme, t.parameters,
    '计费 ' || s.counted || ' 天：' || s.parts || ' = ' || s.amount // 100 || '.' || lpad((s.amount % 100)::varchar, 2, '0') || ' 元'
    || case
        when t.at_most_cost and c.cost < s.amount
            then '，实际费用 ' || c.cost // 100 || '.' || lpad((c.cost % 100)::varchar, 2, '0') || ' 元较低，按实际费用计'
        else ''
    end as trail
from cases as c inner join summed as s on c.id = s.id cross join terms as t
order by c.id
