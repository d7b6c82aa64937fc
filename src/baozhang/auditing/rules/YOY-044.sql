-- title: 预算所写的上年末车辆、设备数应与上年决算一致
-- severity: warning
-- family: YOY
-- basis: 国有资产占用情况说明：预算、决算所写为同一日期（上年12月31日）的存量
-- applies: budget
-- needs: claims.count
-- source: R-TX-023
-- across: account
-- message: 截至上年末的“{subject}”预算写为{actual:num}，上年决算写为{expected:num}
-- suggestion: 核对上年末的资产数
-- figures: num
--
-- Only where both sentences name the same day: 31 December of the year before the budget's.
with kept as (
    select document_id, item, min(value) as value, min(claim) as claim, min(subject) as subject, max(sentence) as sentence
    from claims where kind = 'count' and statement = 'disclosure' and item in ('vehicles.total', 'equipment.over_100') and unbound = ''
    group by document_id, item having min(value) = max(value)
)
select p.document_id,
    case when strpos(n.sentence, (d.fiscal_year - 1) || '年12月31日') = 0 or strpos(l.sentence, (d.fiscal_year - 1) || '年12月31日') = 0
        then null else n.value = l.value end as holds,
    '没有写明同一日期' as why,
    'C' || n.claim || ',' || p.partner_id || '/C' || l.claim as refs, n.value as actual, l.value as expected, n.subject
from partners p
join documents d on d.document_id = p.document_id
join kept n on n.document_id = p.document_id
join kept l on l.document_id = p.partner_id and l.item = n.item
where p.relation = 'account'
