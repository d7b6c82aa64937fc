-- title: 各项目预算之和应等于文中所述项目预算总额
-- severity: warning
-- family: TXT
-- basis: 开展绩效自评的项目数、预算资金与逐项说明应当一致
-- applies: final
-- needs: claims.performance:amount, claims.performance:count
-- source: R-TX-022
-- message: 文中称自评项目{projects:num}个、预算资金合计{actual:wan}万元，逐项所列{projects:num}个项目的全年预算合计{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对自评项目的预算资金
-- figures: wan
--
-- Only when the text lists exactly as many projects, each with its budget, as it says were evaluated (own and transfer projects together).
with projects as (
    select document_id, item, min(value) as low, max(value) as high, max(half_unit) as half_unit, min(claim) as claim
    from claims
    where kind = 'amount' and item like 'project:%' and base in ('initial_budget', 'adjusted_budget') and unit = '元'
    group by document_id, item
),
sums as (
    select document_id, count(*) as projects, sum(low) as total, sum(half_unit) as half_unit,
        string_agg(concat('C', cast(claim as varchar)), ',' order by claim) as claims,
        max(case when low <> high then 1 else 0 end) as unsure
    from projects
    group by document_id
),
stated as (
    select document_id, item, kind, min(value) as low, max(value) as high, max(half_unit) as half_unit, min(claim) as claim
    from claims
    where item in ('performance.self_projects', 'performance.self_amount', 'performance.transfer_projects', 'performance.transfer_amount')
        and kind in ('count', 'amount')
    group by document_id, item, kind
),
totals as (
    select document_id,
        sum(case when kind = 'count' then low else 0 end) as projects,
        sum(case when kind = 'amount' then low else 0 end) as total,
        sum(case when kind = 'amount' then half_unit else 0 end) as half_unit,
        sum(case when kind = 'count' then 1 else 0 end) as counts,
        sum(case when kind = 'amount' then 1 else 0 end) as amounts,
        max(case when low <> high then 1 else 0 end) as unsure,
        min(case when kind = 'amount' then claim end) as claim
    from stated
    group by document_id
)
select t.document_id,
    case
        when s.projects is null or t.unsure = 1 or s.unsure = 1 or t.counts <> t.amounts then null
        when s.projects * 10000 <> t.projects then null
        else abs(t.total - s.total) <= t.half_unit + s.half_unit
    end as holds,
    '没有逐个写明项目的预算' as why,
    concat('C', cast(t.claim as varchar), coalesce(',' || s.claims, '')) as refs,
    cast(t.total as bigint) as actual,
    cast(s.total as bigint) as expected,
    cast(t.total - s.total as bigint) as difference,
    cast(t.projects as bigint) as projects
from totals t
left join sums s on s.document_id = t.document_id
where t.claim is not null
