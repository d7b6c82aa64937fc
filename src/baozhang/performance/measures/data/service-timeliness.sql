-- title: 事项按期办结率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期间到办理时限的事项中按期办结的比例
-- formula: 按期办结件数 ÷ 到期件数 × 100%
-- parameter: 事项 text(services.item)=全部 事项名称，例如 医疗费用手工报销；全部＝所有事项
-- needs: services
-- source: 医疗保障经办政务服务事项清单；手工报销 30 个工作日
-- answers: 医保报销及时率
--
select count(*) filter (finished_on <= due_on) as numerator, count(*) as denominator
from services where ($事项 = '全部' or item = $事项) and due_on between $start and $end
