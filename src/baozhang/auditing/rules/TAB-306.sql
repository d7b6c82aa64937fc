-- title: 财政拨款总表有基金或国有资本支出的，对应的表不应为空
-- severity: error
-- family: TAB
-- basis: 财政拨款收入支出总表与政府性基金表、国有资本经营预算表反映同一收支
-- applies: both
-- needs: fiscal, fund|capital
-- source: R-FA-028
-- message: 财政拨款总表{label}为{actual:wan}万元，《{title}》却没有数据
-- suggestion: 补充《{title}》的数据，或更正财政拨款总表
-- figures: wan
with budgets as (
    select document_id, case item when 'income.government_fund' then 'fund' else 'capital' end as statement,
        min(fact) as fact, max(value) as amount, max(item_label) as label
    from facts
    where statement = 'fiscal' and item in ('income.government_fund', 'income.state_capital') and "column" = 'amount'
    group by document_id, case item when 'income.government_fund' then 'fund' else 'capital' end
),
unread as (
    select distinct s.document_id, s.statement
    from statements s join unrecognised u on u.document_id = s.document_id and u.line between s.line_from and s.line_to
)
select b.document_id,
    case when s.empty and b.amount > 0 and u.statement is not null then null else not (s.empty and b.amount > 0) end as holds,
    '表中有未识别的行' as why,
    'F' || cast(b.fact as varchar) as refs,
    b.amount as actual, cast(null as bigint) as expected, b.label, s.title
from budgets b
join statements s on s.document_id = b.document_id and s.statement = b.statement
left join unread u on u.document_id = b.document_id and u.statement = b.statement
