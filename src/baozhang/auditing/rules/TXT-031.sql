-- title: 金额的数值与单位不应超出可能的规模
-- severity: warning
-- family: TXT
-- basis: 部门预算、部门决算文字说明：金额与计量单位应书写正确
-- applies: both
-- needs: claims
-- source: R-TX-023
-- message: 文字所写“{actual}”超出部门收支可能的规模，数值或单位可能有误
-- suggestion: 核对“{actual}”的数值和单位
-- figures: text
--
-- The reader carries no more than nine trillion yuan: a figure beyond it is a slip of the unit (亿元 for 万元). So is a figure in 亿元
-- about the department's own money that is a hundred times all its income; figures in reasons may be of anything.
with totals as (
    select document_id, max(value) as total
    from facts
    where statement = 'overview' and item in ('income.total', 'spending.total', 'income.year', 'spending.year')
    group by document_id
),
told as (
    select c.document_id, c.claim, c.text,
        c.value >= 900000000000000
            or t.total > 0 and c.value >= 100.0 * t.total and strpos(c.text, '亿') > 0 and c.unbound = '' and c.statement <> '' and c.kind = 'amount'
        as too_large
    from claims c
    left join totals t on t.document_id = c.document_id
    where c.unit = '元'
)
select document_id, false as holds, 'C' || cast(claim as varchar) as refs, text as actual, cast(null as varchar) as expected
from told
where too_large
union all
select document_id, true, '', '', cast(null as varchar)
from told
group by document_id
having max(case when too_large then 1 else 0 end) = 0
