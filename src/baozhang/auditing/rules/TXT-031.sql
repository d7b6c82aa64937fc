-- title: 金额的数值与单位不应超出可能的规模
-- severity: warning
-- family: TXT
-- basis: 部门预算、部门决算文字说明：金额与计量单位应书写正确
-- applies: both
-- needs: claims
-- source: R-TX-023
-- message: 文字所写“{actual}”超出部门收支可能的规模，数值或单位可能有误
-- suggestion: 核对“{actual}”的数值和单位
-- figures: text
--
-- The reader carries no more than nine trillion yuan: a department's figure beyond it is a slip of the unit (亿元 for 万元).
select document_id, false as holds, 'C' || cast(claim as varchar) as refs, text as actual, cast(null as varchar) as expected
from claims
where unit = '元' and value >= 900000000000000
union all
select document_id, true, '', '', cast(null as varchar)
from claims
where unit = '元'
group by document_id
having max(value) < 900000000000000
