-- title: 文字称没有政府性基金（国有资本经营）支出的，表中不应有金额
-- severity: error
-- family: TXT
-- basis: 情况说明与公开表一致
-- applies: both
-- needs: section.fund|section.capital, fund|capital
-- source: R-FA-028
-- message: 文字称没有使用{name}安排的支出，表中却有{actual:wan}万元
-- suggestion: 核对{name}支出表与文字说明
-- figures: wan
with spoken as (
    select document_id, section, min(block) as block
    from blocks
    where section in ('fund', 'capital') and kind in ('paragraph', 'note')
        and regexp_matches(text, '(没有|无|未)(使用|安排|发生)?[^。]{0,12}(政府性基金|国有资本经营)[^。]{0,16}(支出|收支)')
        and not regexp_matches(text, '[1-9][0-9.,]*万元')
    group by document_id, section
),
cells as (
    select document_id, statement, max(abs(value)) as value
    from facts
    where statement in ('fund', 'capital') and "column" in ('total', 'basic', 'project')
    group by document_id, statement
),
places as (
    select f.document_id, f.statement, min(f.fact) as fact
    from facts f
    join cells c on c.document_id = f.document_id and c.statement = f.statement and abs(f.value) = c.value
    where f."column" in ('total', 'basic', 'project')
    group by f.document_id, f.statement
)
select s.document_id,
    coalesce(c.value, 0) = 0 as holds,
    'B' || s.block || case when p.fact is null then '' else ',F' || p.fact end as refs,
    coalesce(c.value, 0) as actual,
    cast(0 as bigint) as expected,
    case s.section when 'fund' then '政府性基金预算' else '国有资本经营预算' end as name
from spoken s
join statements t on t.document_id = s.document_id and t.statement = s.section
left join cells c on c.document_id = s.document_id and c.statement = s.section
left join places p on p.document_id = s.document_id and p.statement = s.section
