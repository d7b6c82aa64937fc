-- title: 同一项目的预算数在目标表各行应当一致
-- severity: warning
-- family: PER
-- basis: 项目支出绩效目标表：一个项目一个预算数
-- applies: both
-- needs: evaluations.target,fundings
-- source: R-PF-019
-- message: “{subject}”的预算数一处为{actual:wan}万元，一处为{expected:wan}万元
-- figures: wan
with totals as (
  select m.document_id, m.form, m.funding, m.label, m.initial, m.half_unit, case when e.project <> '' then e.project else e.title end as subject,
    count(*) over (partition by m.document_id, m.form, m.label) as printings
  from fundings m join evaluations e on e.document_id = m.document_id and e.form = m.form
  where m.source = 'total' and m.initial is not null and e.kind = 'target' and e.copy_of is null
),
firsts as (select document_id, form, label, min(funding) as funding from totals group by document_id, form, label)
select t.document_id, case when t.printings > 1 then abs(t.initial - o.initial) <= t.half_unit + o.half_unit end as holds, '预算数只印了一处' as why,
  concat('M', cast(t.funding as varchar), ',M', cast(o.funding as varchar)) as refs, t.initial as actual, o.initial as expected, t.subject
from totals t join firsts f on f.document_id = t.document_id and f.form = t.form and f.label = t.label and (f.funding <> t.funding or t.printings = 1)
join totals o on o.document_id = f.document_id and o.funding = f.funding
