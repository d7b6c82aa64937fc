-- title: 科目名称应与科目编码相符
-- severity: warning
-- family: TAB
-- basis: 《政府收支分类科目》（按年度）；部门预算支出经济分类科目
-- applies: both
-- needs: income|spending|general|basic|economic|fund|capital
-- source: R-FA-033
-- message: 科目{code}印为“{actual}”，该编码的名称是“{expected}”，“{actual}”的编码是{other_code}
-- suggestion: 核对科目编码与名称
-- figures: text
--
-- Only a name that belongs to another code contradicts: names change with the edition, and long names are cut by the page.
with rows_printed as (
    select document_id, statement, item, min(item_label) as label, min(fact) as fact
    from facts
    where level > 0 and item_label <> '' and item_label <> item
        and statement in ('income', 'spending', 'general', 'basic', 'economic', 'fund', 'capital')
    group by document_id, statement, item
),
named as (
    select r.document_id, r.item, r.fact, r.label, c.name,
        -- a label that is the name, as nearly all are, needs no closer look
        case when r.label <> c.name then regexp_replace(r.label, '[（）()、，“”" ]', '', 'g') end as plain_label,
        case when r.label <> c.name then regexp_replace(c.name, '[（）()、，“”" ]', '', 'g') end as plain_name,
        case when r.statement in ('basic', 'economic') then 'economic' else 'function' end as kind
    from rows_printed r
    left join codes c
        on c.code = r.item and c.kind = case when r.statement in ('basic', 'economic') then 'economic' else 'function' end
),
others as (
    select kind, regexp_replace(name, '[（）()、，“”" ]', '', 'g') as plain_name, min(code) as code, count(*) as codes
    from codes
    group by kind, regexp_replace(name, '[（）()、，“”" ]', '', 'g')
)
select n.document_id,
    case
        when n.name is null then null
        when n.label = n.name or n.plain_label = n.plain_name then true
        when o.codes = 1 and o.code <> n.item then false
        else null
    end as holds,
    'F' || cast(n.fact as varchar) as refs,
    n.label as actual, n.name as expected, n.item as code, o.code as other_code,
    case when n.name is null then '科目编码不在本系统收录的目录中' else '科目名称与目录写法不同' end as why
from named n
left join others o on o.kind = n.kind and o.plain_name = n.plain_label
