-- title: 收入总计与支出总计相等的，两者的增减额也应当相等
-- severity: error
-- family: TXT
-- basis: 收支总表各年收入总计与支出总计相等
-- applies: both
-- needs: claims.amount, claims.change
-- source: R-TX-002
-- message: “{subject}”{direction_word}{change:wan}万元，“{other}”{other_word}{other_change:wan}万元，两者本年数相等，增减额应当相同
-- suggestion: 核对两处增减额
-- figures: wan
--
-- The totals balance in both years, so that they change alike. Compared only when both totals are printed with the same amount.
with totals as (
    select c.document_id, c.statement, c.item, c.base, min(c.claim) as claim, min(c.direction * c.value) as low, max(c.direction * c.value) as high,
        max(c.half_unit) as half_unit, max(c.subject) as subject, max(case when c.value <> 0 and c.direction = 0 then 1 else 0 end) as unsigned
    from claims c
    where c.kind = 'change' and c.unit = '元' and c.unbound = '' and c.statement in ('overview', 'fiscal')
        and c.item in ('income.total', 'spending.total') and c.base in ('prior_final', 'prior_budget')
    group by c.document_id, c.statement, c.item, c.base
),
amounts as (
    select document_id, statement, item, min(claim) as claim, min(value) as low, max(value) as high
    from claims
    where kind = 'amount' and base = '' and unit = '元' and unbound = '' and statement in ('overview', 'fiscal')
        and item in ('income.total', 'spending.total')
    group by document_id, statement, item
)
select i.document_id,
    case
        when i.low <> i.high or s.low <> s.high or i.unsigned + s.unsigned > 0 then null
        when a.low is null or b.low is null or a.low <> a.high or b.low <> b.high or a.low <> b.low then null
        else abs(i.low - s.low) <= i.half_unit + s.half_unit
    end as holds,
    '两个总计的本年数或增减额不能确定' as why,
    'C' || i.claim || ',C' || s.claim as refs,
    i.low as actual,
    s.low as expected,
    i.subject,
    s.subject as other,
    abs(i.low) as change,
    abs(s.low) as other_change,
    case when i.low < 0 then '减少' else '增加' end as direction_word,
    case when s.low < 0 then '减少' else '增加' end as other_word
from totals i
join totals s on s.document_id = i.document_id and s.statement = i.statement and s.base = i.base and s.item = 'spending.total'
left join amounts a on a.document_id = i.document_id and a.statement = i.statement and a.item = 'income.total'
left join amounts b on b.document_id = i.document_id and b.statement = i.statement and b.item = 'spending.total'
where i.item = 'income.total'
