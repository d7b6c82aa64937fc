-- title: 文字所列“三公”经费总额应等于各项之和
-- severity: error
-- family: TXT
-- basis: “三公”经费＝因公出国（境）费＋公务用车购置及运行费＋公务接待费
-- applies: both
-- needs: claims.three_public:amount
-- source: R-TX-015
-- message: 文字所列“三公”经费总额{actual:wan}万元，各项合计{expected:wan}万元
-- suggestion: 核对“三公”经费总额与各项
-- figures: wan
--
-- Where the table is printed the text is compared with it (TXT-001) and the table adds itself up.
with told as (
    select document_id, block, "column" as col, base, item, min(claim) as claim, min(value) as value, max(value) as high, max(half_unit) as half_unit
    from claims
    where kind = 'amount' and statement = 'three_public' and unit = '元' and unbound = ''
    group by document_id, block, "column", base, item
),
sums as (
    select t.document_id, t.block, t.col, t.base, t.claim, t.value, t.high, t.half_unit,
        max(case when p.item = 'abroad' then 1 else 0 end) + max(case when p.item = 'reception' then 1 else 0 end) as plain,
        max(case when p.item = 'vehicles' then 1 else 0 end) as vehicles,
        sum(case when p.item in ('vehicles.purchase', 'vehicles.running') then 1 else 0 end) as kinds,
        cast(sum(case when p.item in ('abroad', 'reception') then p.value else 0 end) as bigint) as plain_sum,
        cast(sum(case when p.item = 'vehicles' then p.value else 0 end) as bigint) as vehicles_sum,
        cast(sum(case when p.item in ('vehicles.purchase', 'vehicles.running') then p.value else 0 end) as bigint) as kinds_sum,
        cast(sum(p.half_unit) as bigint) as slack, max(case when p.value <> p.high then 1 else 0 end) as doubtful,
        string_agg('C' || cast(p.claim as varchar), ',' order by p.claim) as parts
    from told t
    join told p on p.document_id = t.document_id and p.block = t.block and p.col = t.col and p.base = t.base and p.item <> 'total'
    where t.item = 'total'
    group by t.document_id, t.block, t.col, t.base, t.claim, t.value, t.high, t.half_unit
),
tables as (
    select distinct document_id from facts where statement = 'three_public'
)
select s.document_id,
    case
        when b.document_id is not null or s.doubtful = 1 or s.value <> s.high or s.plain < 2 or s.vehicles = 0 and s.kinds < 2 then null
        else abs(s.value - s.plain_sum - case when s.vehicles = 1 then s.vehicles_sum else s.kinds_sum end) <= s.half_unit + s.slack
    end as holds,
    case when b.document_id is not null then '已与“三公”经费表核对' else '文字没有列全各项' end as why,
    'C' || cast(s.claim as varchar) || ',' || s.parts as refs,
    s.value as actual, s.plain_sum + case when s.vehicles = 1 then s.vehicles_sum else s.kinds_sum end as expected
from sums s
left join tables b on b.document_id = s.document_id
