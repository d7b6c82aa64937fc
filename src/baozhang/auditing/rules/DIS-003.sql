-- title: 一般公共预算支出应当公开到功能分类项级
-- severity: error
-- family: DIS
-- basis: 预算法实施条例第六条：按其功能分类公开到项
-- applies: both
-- needs: general
-- source: R-DISC-03
-- message: 一般公共预算支出表只公开到{actual}级科目，应当公开到项级
-- suggestion: 补充公开项级科目
-- figures: text
with depths as (
    select document_id, max(level) as depth, min(fact) as fact, max(abs(value)) as largest
    from facts
    where statement = 'general'
    group by document_id
)
select d.document_id,
    case when largest = 0 or depth = 0 or (depth < 3 and b.document_id is not null) then null else depth >= 3 end as holds,
    case when largest = 0 or depth = 0 then '表中没有可识别的科目或金额' else '文件在目录所列内容之前中断' end as why,
    'F' || fact as refs,
    case depth when 1 then '类' when 2 then '款' else '项' end as actual,
    '项' as expected
from depths d
left join broken_off b on b.document_id = d.document_id
