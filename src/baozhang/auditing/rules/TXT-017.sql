-- title: 机关运行经费不应大于公用经费合计
-- severity: warning
-- family: TXT
-- basis: 机关运行经费是行政单位和参照公务员法管理事业单位的公用经费
-- applies: both
-- needs: basic, claims.operating_expenses:amount
-- source: R-TX-017
-- message: 机关运行经费{actual:wan}万元，大于一般公共预算基本支出的公用经费合计{expected:wan}万元
-- suggestion: 核对机关运行经费的口径
-- figures: wan
--
-- An amount that its own change and rate contradict is the matter of TXT-002 when the amount they imply is not too large.
with spoken as (
    select document_id, min(claim) as claim, min(value) as value, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and base = '' and unit = '元' and statement = 'disclosure' and item = 'operating_expenses'
    group by document_id
    having min(value) = max(value)
),
cells as (
    select document_id, min(fact) as fact, min(value) as value, max(half_unit) as half_unit
    from facts
    where statement = 'basic' and item = 'operating_cost' and "column" = 'amount' or
        statement = 'basic' and item = 'total' and "column" = 'operating_cost'
    group by document_id
    having min(value) = max(value)
),
implied as (
    -- change = prior × rate, amount = prior ± change; the amount's own claim is left out
    select d.document_id, min(d.value * 1000000.0 / p.value + d.direction * d.value) as value
    from claims d
    join claims p
        on p.document_id = d.document_id and p."group" = d."group" and p.kind = 'change_pct' and p.base = d.base and p.value > p.half_unit
        and p.statement = 'disclosure' and p.item = 'operating_expenses'
    where d.kind = 'change' and d.unit = '元' and d.statement = 'disclosure' and d.item = 'operating_expenses'
    group by d.document_id
    having min(d.value * 1000000.0 / p.value + d.direction * d.value) * 1.01 >= max(d.value * 1000000.0 / p.value + d.direction * d.value)
),
classes as (
    select document_id, min(fact) as fact, cast(sum(value) as bigint) as value, cast(sum(half_unit) as bigint) as half_unit
    from facts
    where statement = 'basic' and "column" = 'amount' and item in ('302', '307', '309', '310', '311', '312', '313', '399')
    group by document_id
    having max(case when item = '302' then 1 else 0 end) = 1
)
select s.document_id,
    case
        when f.fact is null and c.fact is null then null
        when s.value <= coalesce(f.value, c.value) + s.half_unit + coalesce(f.half_unit, c.half_unit) then true
        when i.value <= coalesce(f.value, c.value) and i.value * 1.01 < s.value then null
        else false
    end as holds,
    case
        when f.fact is null and c.fact is null then '基本支出表中没有公用经费'
        else '金额与增减额、增减幅不符，见另一规则'
    end as why,
    'C' || s.claim || case when f.fact is null and c.fact is null then '' else ',F' || coalesce(f.fact, c.fact) end as refs,
    s.value as actual,
    coalesce(f.value, c.value) as expected
from spoken s
left join cells f on f.document_id = s.document_id
left join classes c on c.document_id = s.document_id
left join implied i on i.document_id = s.document_id
