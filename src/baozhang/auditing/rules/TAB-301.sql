-- title: 公开表中不应有负数
-- severity: warning
-- family: TAB
-- basis: 公开表的金额为实际收支与结转结余，负数应当说明原因
-- applies: both
-- needs: overview|income|spending|fiscal|general|basic|three_public|fund|capital
-- source: R-FA-036
-- message: {place}为{actual:wan}万元，不应为负数
-- suggestion: 核对该数；确为冲减的，在说明中写明原因
-- figures: wan
--
-- The difference between two years may be negative. One case per statement and column keeps the count of checks in proportion; every negative cell is a finding of its own.
select document_id, false as holds, 'F' || cast(fact as varchar) as refs, value as actual, cast(null as bigint) as expected,
    '“' || case when item_label = '' then item else item_label end || '”' as place
from facts
where value < 0 and "column" <> 'change'
union all
select document_id, true as holds, '' as refs, cast(null as bigint) as actual, cast(null as bigint) as expected, '' as place
from facts
where "column" <> 'change'
group by document_id, statement, "column"
having min(value) >= 0
