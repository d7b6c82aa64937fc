-- A project named elsewhere (`source`: text, list or projects; `other`: its name, list form or fact there) and the form that is its own.
with spoken as (
    select distinct document_id, 'text' as source, regexp_replace(replace(substr(item, 9), '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as other, regexp_replace(replace(substr(item, 9), '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as other_name
    from claims where item like 'project:%' and kind in ('score', 'amount', 'completion') and unbound = ''
    union all
    select document_id, 'list', cast(form as varchar), regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') from evaluations where kind = 'list'
    union all
    select document_id, 'projects', cast(min(fact) as varchar), regexp_replace(replace(item_label, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g')
    from facts where statement = 'projects' and item <> 'total' and "column" = 'total'
    group by document_id, regexp_replace(replace(item_label, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') having count(*) = 1
),
named as (select * from spoken where other_name <> ''),
forms as (
    select document_id, form, regexp_replace(replace(project, '项目', ''), '[^一-龥A-Za-z0-9]', '', 'g') as form_name
    from evaluations where kind in ('self', 'target') and copy_of is null and project <> ''
),
exact as (
    select n.document_id, n.source, n.other, f.form, count(*) over (partition by n.document_id, n.source, n.other) as forms_of_other,
      count(*) over (partition by n.document_id, n.source, f.form) as others_of_form
    from named n join forms f on f.document_id = n.document_id and f.form_name = n.other_name
),
near as (
    select n.document_id, n.source, n.other, f.form, count(*) over (partition by n.document_id, n.source, n.other) as forms_of_other,
      count(*) over (partition by n.document_id, n.source, f.form) as others_of_form
    from named n join forms f on f.document_id = n.document_id
      and length(f.form_name) >= 4 and length(n.other_name) >= 4
      and (strpos(f.form_name, n.other_name) > 0 or strpos(n.other_name, f.form_name) > 0)
    where not exists (select 1 from exact x where x.document_id = n.document_id and x.source = n.source and x.other = n.other)
      and not exists (select 1 from exact x where x.document_id = n.document_id and x.source = n.source and x.form = f.form)
),
left_over as (  -- one name and one form that found no partner belong together when they begin alike
    select n.document_id, n.source, n.other, f.form, f.form_name, n.other_name, count(*) over (partition by n.document_id, n.source) as pairs
    from named n join forms f on f.document_id = n.document_id
    where not exists (
        select 1 from exact x where x.document_id = n.document_id and x.source = n.source and (x.other = n.other or x.form = f.form)
      )
      and not exists (
        select 1 from near x where x.document_id = n.document_id and x.source = n.source and (x.other = n.other or x.form = f.form)
      )
)
select document_id, source, other, form, 'exact' as how from exact where forms_of_other = 1 and others_of_form = 1
union all
select document_id, source, other, form, 'near' as how from near where forms_of_other = 1 and others_of_form = 1
union all
select document_id, source, other, form, 'rest' as how from left_over
where pairs = 1 and length(form_name) >= 6 and left(form_name, 4) = left(other_name, 4) and right(form_name, 2) = right(other_name, 2)
