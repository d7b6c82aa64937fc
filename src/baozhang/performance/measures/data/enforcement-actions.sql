-- title: 处理处罚数
-- kind: count
-- unit: 件
-- direction: none
-- timing: flow
-- meaning: 期间作出的处理处罚决定，按决定日期；一个案件可有几项
-- formula: 决定件数
-- parameter: 措施 choice(全部|约谈|责令改正|暂停协议|解除协议|行政处罚|移送司法)=全部 措施
-- needs: actions
-- source: 医疗保障基金使用监督管理条例
-- answers: 处理处罚数
--
select count(*) as value, count(distinct case_id) as "案件"
from actions where ($措施 = '全部' or kind = $措施) and decided_on between $start and $end
