-- title: 文字所述增减额与增减幅应当相符
-- severity: error
-- family: TXT
-- basis: 增减幅＝增减额÷上年数；上年数按本年数、增减额推算
-- applies: both
-- needs: claims.change, claims.change_pct
-- source: R-TX-002
-- message: “{subject}”称{direction_word}{change:wan}万元、{actual:pct}%，按本年数{current:wan}万元推算应为{expected:pct}%
-- suggestion: 将“{actual:pct}%”改为“{expected:pct}%”，或核对增减额
-- figures: pct
--
-- Every figure stands for an interval; the printed percentage holds when its interval meets that of the ratio.
-- Where the text gives no current amount, the cell of the table is it, if the subject can only be this one (a bare 收入 may be 收入合计
-- or 收入总计). When the current amount disagrees with the table and the table's figure makes the sentence right, TXT-001 has reported it;
-- when the amount of the change and the percentage go in opposite directions, and that of the percentage makes it right, TXT-102 has.
with told as (
    -- “收入总计、支出总计……各增加” is one figure bound to two subjects: the first stands for both
    select document_id, min(claim) as claim from claims where kind = 'change_pct' group by document_id, line, "start", "end"
),
changes as (
    -- “增加0.00万元……与上年持平” says the same twice: the first counts
    select document_id, min(claim) as claim from claims where kind = 'change' group by document_id, "group", statement, item, "column", base
),
asked as (
    select distinct document_id, "group" from claims where kind = 'change_pct'
),
amounts as (
    select document_id, "group" as grp, statement, item, "column" as col, min(claim) as claim, min(value) as low, max(value) as high,
        max(half_unit) as half_unit
    from claims semi join asked using (document_id, "group")
    where kind = 'amount' and base = '' and unit = '元'
    group by document_id, "group", statement, item, "column"
),
groups as (
    select document_id, grp, min(claim) as claim, min(low) as low, max(high) as high, max(half_unit) as half_unit
    from amounts
    group by document_id, grp
),
bases as (
    select document_id, "group" as grp, statement, item, base, min(claim) as claim, min(value) as low, max(value) as high,
        max(half_unit) as half_unit
    from claims semi join asked using (document_id, "group")
    where kind = 'amount' and base <> '' and unit = '元'
    group by document_id, "group", statement, item, base
),
raised as (
    -- “全年预算数……，执行数……，较年初预算增加……”: what rose is the budget named before the spending
    select document_id, "group" as grp, statement, item, min(value) as budget, max(half_unit) as half_unit
    from claims where kind = 'amount' and base = 'adjusted_budget' and unit = '元'
    group by document_id, "group", statement, item having count(*) = 1
),
triples as (
    select p.document_id, p.claim, p.subject, p.value as pct, p.half_unit as pct_half,
        d.claim as change_claim, d.value as change, d.half_unit as change_half,
        case when d.direction = 0 then p.direction else d.direction end as direction,
        case when p.direction = -d.direction then p.direction end as other_direction,
        coalesce(a.claim, g.claim) as amount_claim, case when a.claim is null and g.claim is null and p.statement in ('three_public', 'general', 'fund', 'capital') then f.fact end as amount_fact,
        case when a.low = a.high then a.low when a.claim is null and g.low = g.high then g.low when a.claim is null and g.claim is null and p.statement in ('three_public', 'general', 'fund', 'capital') then f.low end as current,
        coalesce(a.half_unit, g.half_unit, f.half_unit) as current_half,
        b.claim as base_claim,
        case when b.low = b.high then b.low end as printed_base, b.half_unit as base_half,
        f.low as cell, r.budget, r.half_unit as budget_half
    from claims p
    join told o on o.document_id = p.document_id and o.claim = p.claim
    join claims d
        on d.document_id = p.document_id and d."group" = p."group" and d.kind = 'change' and d.base = p.base
        and d.statement = p.statement and d.item = p.item and d."column" = p."column" and d.unit = '元'
    join changes e on e.document_id = d.document_id and e.claim = d.claim
    left join amounts a
        on a.document_id = p.document_id and a.grp = p."group" and a.statement = p.statement and a.item = p.item and a.col = p."column"
    left join groups g on g.document_id = p.document_id and g.grp = p."group"
    left join bases b
        on b.document_id = p.document_id and b.grp = p."group" and b.base = p.base and b.statement = p.statement
        and b.item = p.item
    left join raised r on r.document_id = p.document_id and r.grp = p."group" and r.statement = p.statement and r.item = p.item and p.base = 'initial_budget'
    left join own_cells f on f.document_id = p.document_id and f.claim = p.claim and f.low = f.high and f.repaired = 0
    where p.kind = 'change_pct'
),
priors as (
    select *, current - direction * change as prior, current_half + change_half as prior_half,
        cell - direction * change as cell_prior, current - other_direction * change as other_prior
    from triples
),
ratios as (
    select *,
        (change - change_half) * 1000000.0 / nullif(prior + prior_half, 0) as low,
        case when prior > prior_half then (change + change_half) * 1000000.0 / (prior - prior_half) end as high,
        case when prior > 0 then change * 1000000.0 / prior end as middle,
        case when cell_prior > 0 then change * 1000000.0 / cell_prior end as cell_ratio,
        (change - change_half) * 1000000.0 / nullif(other_prior + prior_half, 0) as other_low,
        case when other_prior > prior_half then (change + change_half) * 1000000.0 / (other_prior - prior_half) end as other_high
    from priors
)
select document_id,
    case
        when current is null or direction = 0 and change <> 0 then null
        when change = 0 and pct = 0 then true
        when abs(pct - change * 1000000.0 / nullif(budget - direction * change, 0)) <= pct_half + 1 then true
        when prior <= prior_half then null
        when pct + pct_half >= low and pct - pct_half <= high then true
        when cell is not null and cell <> current and abs(cell_ratio - pct) <= pct_half + 1 then null
        when pct + pct_half >= other_low and pct - pct_half <= other_high then null
        else false
    end as holds,
    case
        when current is null then '没有可以确定的本年数'
        when direction = 0 and change <> 0 then '没有增减方向'
        when prior <= prior_half then '推算的上年数为零或负数'
        when cell is not null and cell <> current and abs(cell_ratio - pct) <= pct_half + 1 then '本年数与表不一致，见另一规则'
        else '增减额与增减幅方向相反，见另一规则'
    end as why,
    'C' || claim || ',C' || change_claim || case when amount_claim is not null then ',C' || amount_claim when amount_fact is not null then ',F' || amount_fact else '' end as refs,
    pct as actual,
    cast(round(middle / 100.0) * 100 as bigint) as expected,
    case when abs(pct - middle) <= 2 * pct_half + 1 then 'note' else 'error' end as severity,
    subject, change, current,
    case when direction < 0 then '减少' else '增加' end as direction_word
from ratios
