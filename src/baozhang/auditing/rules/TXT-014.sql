-- title: 公务用车保有量与资产部分的车辆数应当相符
-- severity: warning
-- family: TXT
-- basis: “三公”经费说明中的保有量与国有资产占用情况中的车辆数
-- applies: final
-- needs: claims.count
-- source: R-TX-014
-- message: “三公”经费部分公务用车保有量{actual:num}辆，资产部分共有车辆{expected:num}辆，{problem}
-- figures: num
--
-- Kept vehicles may be fewer than all vehicles (some are run on other funds): a note. More is not possible: a warning.
with counts as (
    select document_id, item, min(claim) as claim, min(value) as low, max(value) as high
    from claims
    where kind = 'count' and item in ('vehicles.kept', 'vehicles.total')
    group by document_id, item
)
select k.document_id,
    case when k.low <> k.high or t.low <> t.high then null else k.low = t.low end as holds,
    '车辆数有两种说法' as why,
    'C' || k.claim || ',C' || t.claim as refs,
    k.low as actual,
    t.low as expected,
    case when k.low > t.low then 'warning' else 'note' end as severity,
    case when k.low > t.low then '保有量多于全部车辆' else '如有车辆不使用财政拨款运行，请说明' end as problem
from counts k
join counts t on t.document_id = k.document_id and t.item = 'vehicles.total'
where k.item = 'vehicles.kept'
