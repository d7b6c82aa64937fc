-- title: 智能审核覆盖率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: up
-- timing: span
-- meaning: 期间经智能审核规则筛查的结算占全部结算的比例，或其医药机构占全部有结算的机构的比例
-- formula: 经智能审核的结算（机构）÷ 全部结算（有结算的机构）× 100%
-- parameter: 计算口径 choice(结算|机构) 按结算还是按机构计
-- needs: settlements
-- source: 医疗保障基金智能审核和监控知识库、规则库管理办法（试行）（医保发〔2022〕12号）
-- answers: 智能审核覆盖率
--
select
  case when $计算口径 = '结算' then count(*) filter (reviewed) else count(distinct institution) filter (reviewed) end as numerator,
  case when $计算口径 = '结算' then count(*) else count(distinct institution) end as denominator
from settlements where not reversed and day between $start and $end
