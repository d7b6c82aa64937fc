-- title: 异常病例占比
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- direction: down
-- timing: flow
-- meaning: 期间按病组、病种付费的病例中低倍率、高倍率、不稳定病组或特例单议病例所占的比例
-- formula: 该类病例 ÷ 按本方法付费的病例 × 100%
-- parameter: 病例类型 choice(低倍率|高倍率|不稳定病组|特例单议) 哪一类病例
-- needs: priced_cases
-- source: 公开的DRG、DIP付费办法（病例分类）
-- answers: 异常病例占比
--
select
  count(*) filter (kind = $病例类型) as numerator,
  count(*) filter (kind <> '不纳入') as denominator
from priced_cases where cast(month || '-01' as date) between $start and $end
