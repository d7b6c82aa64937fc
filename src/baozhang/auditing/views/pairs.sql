-- An evaluation report and the self-evaluation form of the same project; of two units' forms the one that shares most values.
with namesakes as (
    select r.document_id, r.form as report, f.form
    from evaluations r join evaluations f on f.document_id = r.document_id and f.kind = 'self' and f.copy_of is null
      and regexp_replace(replace(f.project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')
        = regexp_replace(replace(r.project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')
    where r.kind = 'report' and r.project <> ''
),
alike as (
    select n.document_id, n.report, n.form, count(b.indicator) as same_values
    from namesakes n
    left join indicators a on a.document_id = n.document_id and a.form = n.report
    left join indicators b on b.document_id = n.document_id and b.form = n.form and b.actual = a.actual
      and regexp_replace(b.name, '[^一-龥A-Za-z0-9]', '', 'g') = regexp_replace(a.name, '[^一-龥A-Za-z0-9]', '', 'g')
    group by n.document_id, n.report, n.form
),
closest as (
    select a.*, max(a.same_values) over (partition by a.document_id, a.report) as most from alike a
)
select document_id, report, form, count(*) over (partition by document_id, report) as candidates from closest where same_values = most
