-- title: 文字所述机关运行经费应当与机关运行经费表一致
-- severity: error
-- family: TXT
-- basis: 情况说明与机关运行经费表反映同一数据
-- applies: both
-- needs: claims.amount, operating_expenses
-- source: R-TX-001
-- message: “{subject}”文字为{actual:wan}万元，机关运行经费表中为{expected:wan}万元
-- suggestion: 核对后统一
-- figures: wan
--
-- Some provinces print a table of 机关运行经费 by unit. Its total is asked where one amount of the year is told, a part is none.
with told as (
    select document_id, min(claim) as claim, min(subject) as subject, min(value) as value, max(half_unit) as half_unit
    from claims
    where statement = 'disclosure' and item = 'operating_expenses' and kind = 'amount' and unit = '元' and base = '' and unbound = ''
    group by document_id
    having min(value) = max(value)
)
select t.document_id,
    abs(t.value - f.value) <= t.half_unit as holds,
    'C' || t.claim || ',F' || cast(f.fact as varchar) as refs,
    t.value as actual,
    f.value as expected,
    t.subject
from told t
join facts f on f.document_id = t.document_id and f.statement = 'operating_expenses' and f.item = 'total' and f."column" = 'total'
