-- title: 文字所述自评项目个数应与自评表个数一致
-- severity: error
-- family: PER
-- basis: 部门决算绩效情况说明；项目支出绩效自评表
-- applies: final
-- needs: claims.performance:count,evaluations.self,blocks
-- source: R-PF-018
-- message: 文字称对{actual:num}个项目开展自评，所附自评表为{expected:num}个
-- figures: num
-- gather: 1
with forms as (
  select document_id, count(*) as attached, min(form) as first_form from evaluations where kind = 'self' and copy_of is null group by document_id
),
transfers as (  -- projects of transfers from above, where the text counts them apart
  select document_id, max(value) as value from claims where item = 'performance.transfer_projects' and kind = 'count' group by document_id
),
chosen as (  -- many documents show the forms of some projects only
  select document_id, max(case when regexp_matches(text, '反映') and not regexp_matches(text, '反映[^。]*全部') then 1 else 0 end) as selection
  from blocks where section = 'performance' group by document_id
),
said as (
  select c.*, t.value as transfer,
    -- only what stands before the figure limits it; the names of the projects behind it say nothing
    regexp_matches(left(c.sentence, strpos(c.sentence, c.text)), '市级|省级|县级|区级|本级|上级|转移支付|重点|部分|其中') as partial
  from claims c left join transfers t on t.document_id = c.document_id
  where c.statement = 'disclosure' and c.item = 'performance.self_projects' and c.kind = 'count'
)
select s.document_id,
  case
    when s.value = f.attached * 10000 or s.value + coalesce(s.transfer, 0) = f.attached * 10000 then true
    when s.partial and s.transfer is null then null
    when u.document_id is not null or coalesce(h.selection, 0) = 1 or f.attached * 12500 < s.value then null
    else false
  end as holds,
  '文字只说一类项目，或只附部分项目的自评表，或有自评表未能可靠读出' as why,
  concat('C', cast(s.claim as varchar), ',E', cast(f.first_form as varchar)) as refs, s.value as actual,
  cast(f.attached * 10000 as bigint) - coalesce(s.transfer, 0) as expected
from said s
join forms f on f.document_id = s.document_id
left join chosen h on h.document_id = s.document_id
left join unread_forms u on u.document_id = s.document_id
