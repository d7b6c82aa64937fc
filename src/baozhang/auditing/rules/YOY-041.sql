-- title: 自评表的年初预算应与当年公开的绩效目标表一致
-- severity: warning
-- family: YOY
-- basis: 项目支出绩效目标表随部门预算公开，自评表的年初预算数即其资金总额
-- applies: final
-- needs: evaluations.self
-- source: R-TX-023
-- across: stage
-- message: “{project}”自评表的年初预算数为{actual:wan}万元，部门预算公开的绩效目标表为{expected:wan}万元，相差{difference:wan}万元
-- suggestion: 核对年初预算数；调整的部分列入全年预算数
-- figures: wan
with named as (
    select document_id, form, kind, project, coalesce(case kind when 'target' then adjusted end, initial) as money,
        regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as name
    from evaluations where kind in ('self', 'target') and copy_of is null and project <> ''
),
single as (
    select document_id, kind, name, min(form) as form, min(project) as project, min(money) as money
    from named where name <> '' group by document_id, kind, name having count(*) = 1
),
halves as (
    select document_id, form, max(half_unit) as half_unit from fundings where source = 'total' group by document_id, form
)
select s.document_id,
    case when s.money is null or t.money is null then null
        when abs(s.money - t.money) <= coalesce(a.half_unit, 5000) + coalesce(b.half_unit, 5000) then true else false end as holds,
    '表中没有年初预算数或资金总额' as why,
    'E' || s.form || ',' || p.partner_id || '/E' || t.form as refs, s.money as actual, t.money as expected, s.project
from partners p
join single s on s.document_id = p.document_id and s.kind = 'self'
join single t on t.document_id = p.partner_id and t.kind = 'target' and t.name = s.name
left join halves a on a.document_id = s.document_id and a.form = s.form
left join halves b on b.document_id = t.document_id and b.form = t.form
where p.relation = 'stage'
