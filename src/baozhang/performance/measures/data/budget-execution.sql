-- title: 预算执行率
-- kind: ratio
-- unit: %
-- multiply: 100
-- decimals: 2
-- money: numerator, denominator
-- direction: up
-- timing: span
-- meaning: 期间（在一个年度以内）支出占项目全年预算数（调整后）的比例
-- formula: Σ 支出 ÷ 全年预算数 × 100%
-- parameter: 项目 text(projects.project) 项目名称
-- needs: projects, spending
-- source: 项目支出绩效评价管理办法（财预〔2020〕10号）
-- answers: 预算执行率
--
select
  case
    when year($start) = year($end)
    then (select coalesce(sum(amount), 0) from spending where project = $项目 and day between $start and $end)
  end as numerator,
  (select coalesce(sum(budget), 0) from projects where project = $项目 and year = year($end)) as denominator
