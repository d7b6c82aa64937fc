-- title: 医疗救助人数
-- kind: count
-- unit: 人
-- direction: up
-- timing: span
-- meaning: 期间得到医疗救助支付的人，加上期间得到参保资助的人；一人只算一次
-- formula: 不同人员数
-- parameter: 计算口径 choice(只计待遇救助|含资助参保) 是否含资助参保
-- needs: settlements, coverage
-- source: 医疗救助统计口径：人次不同于人数
-- answers: 医疗救助人数
--
select count(distinct person) as value
from (
  select person from settlements where aid > 0 and not reversed and day between $start and $end
  union all
  select person from coverage where $计算口径 = '含资助参保' and aided > 0 and paid_on between $start and $end
)
