-- title: 国谈药品落地数据报送及时率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: flow
-- meaning: 期间应报送的国谈药品采购数据中按期报送的比例
-- formula: 按期报送的笔数 ÷ 应报送的笔数 × 100%
-- needs: orders
-- source: 国家医保谈判药品落地监测要求
-- answers: 国谈药品数据报送及时率
--
select count(*) filter (reported_on <= report_due_on) as numerator, count(*) as denominator
from orders where negotiated and report_due_on between $start and $end
