"""Performance forms: targets in a budget, self-evaluations in an account, scored by the scheme of the province."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from benchmarks.corpus.printing import decimal, hundredths, rate, trimmed

if TYPE_CHECKING:
    from benchmarks.corpus.books import Indicator, Plan, Project
    from benchmarks.corpus.printing import Manner

FULL: Final = 10_000
"""One hundred points, in hundredths; also one hundred percent."""
_FUNDS: Final = 1_000
_WEIGHTS: Final = {"成本指标": 1_000, "产出指标": 4_000, "效益指标": 3_000, "满意度指标": 1_000}
_WHY: Final = "参加人数少于预计；下年提前组织"


def points_of(project: Project, *, step: bool) -> tuple[int, list[int], int]:
    """Points for execution, for every indicator, and their sum, in hundredths of a point.

    In steps a project that reached every target is given all ten once it has spent 60 percent, another 7 or 5; else the rate decides.
    """
    weights = weights_of(project)
    scores = [_score(one, weight) for one, weight in zip(project.indicators, weights, strict=True)]
    spent = execution(project)
    if not step:
        funds = min((spent * _FUNDS + FULL // 2) // FULL, _FUNDS)
    elif spent < 6_000:
        funds = 0
    elif scores == weights or spent >= FULL:
        funds = _FUNDS
    else:
        funds = 700 if spent >= 8_000 else 500
    return funds, scores, funds + _WEIGHTS["成本指标"] + sum(scores)


def execution(project: Project) -> int:
    """The rate of execution in hundredths of a percent, from the printed figures."""
    return rate(hundredths(project.executed), hundredths(project.adjusted))


def weights_of(project: Project) -> list[int]:
    """What every indicator weighs, in hundredths of a point: the weight of its head shared out, the rest to the last of the head."""
    heads = Counter(one.measure.level1 for one in project.indicators)
    left, seen, weights = dict(_WEIGHTS), Counter[str](), []
    for one in project.indicators:
        head = one.measure.level1
        seen[head] += 1
        weight = left[head] if seen[head] == heads[head] else _WEIGHTS[head] // heads[head] // 100 * 100
        left[head] -= weight
        weights.append(weight)
    return weights


def _score(one: Indicator, weight: int) -> int:
    return weight if one.actual >= one.target else (2 * weight * one.actual + one.target) // (2 * one.target)


def grade_of(total: int) -> str:
    """The grade of a total by the national bands."""
    return "优" if total >= 9_000 else "良" if total >= 8_000 else "中" if total >= 6_000 else "差"


def target_form(project: Project, manner: Manner, *, plain: bool) -> list[str]:
    """A project's targets as a budget prints them; `plain`: the title names the project and there is no line for it."""
    money = decimal(hundredths(project.initial))
    targets = [[one.measure.level1, one.measure.level2, one.measure.name, f"≥{one.target}{one.measure.unit}"] for one in project.indicators]
    goal = f"全年安排{money}万元，{_said(project.indicators[0], '不少于', project.indicators[0].target)}。"
    cost = ["成本指标", "经济成本指标", "项目总成本", f"≤{trimmed(hundredths(project.initial))}万元"]
    if plain:
        rows = [
            ["专项资金情况（万元）", "资金总额：", money, "", ""],
            ["", "财政拨款：", money, "", ""],
            ["", "其他资金：", "0.00", "", ""],
            ["项目实施期目标", goal, "", "", ""],
            ["绩效目标指标", "一级指标", "二级指标", "三级指标", "目标值"],
            *(["", *row] for row in (cost, *targets)),
        ]
        return [f"{project.name}项目绩效目标表", "", *_grid(rows, manner)]
    rows = [
        ["项目名称", "", project.name, "", ""],
        ["项目资金（万元）", "", "年度资金总额：", money, ""],
        ["", "", "其中：财政拨款", money, ""],
        ["", "", "其他资金", "0.00", ""],
        ["年度目标", goal, "", "", ""],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        *(["", *row] for row in (cost, *targets)),
    ]
    return ["项目支出绩效目标表", "", *_grid(rows, manner)]


def self_form(project: Project, manner: Manner, year: int, department: str, *, step: bool) -> list[str]:
    """A project's self-evaluation."""
    funds, scores, total = points_of(project, step=step)
    budget, whole, spent = (decimal(hundredths(amount)) for amount in (project.initial, project.adjusted, project.executed))
    carried = decimal(hundredths(project.opening))
    this_year = decimal(hundredths(project.adjusted) - hundredths(project.opening))
    paid = decimal(hundredths(project.executed) - hundredths(project.opening))
    first = project.indicators[0]
    rows = [
        ["项目名称", "", project.name, "", "", "", "", "", ""],
        ["主管部门", "", department, "", "", "实施单位", department, "", ""],
        ["项目预算执行情况", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分", ""],
        ["", "年度资金总额", budget, whole, spent, "10", f"{decimal(execution(project))}%", decimal(funds), ""],
        ["", "其中：当年财政拨款", budget, this_year, paid, "", "", "", ""],
        ["", "上年结转资金", "0.00", carried, carried, "", "", "", ""],
        ["", "其他资金", "0.00", "0.00", "0.00", "", "", "", ""],
        ["年度总体目标", "年初预期目标", "", "", "", "目标实际完成情况", "", "", ""],
        ["", f"{_said(first, '不少于', first.target)}。", "", "", "", f"全年{_said(first, '达到', first.actual)}。", "", "", ""],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成指标值", "分值", "得分", "偏差原因分析及改进措施"],
        ["", "成本指标", "经济成本指标", "项目总成本", f"≤{trimmed(hundredths(project.adjusted))}万元",
         f"{trimmed(hundredths(project.executed))}万元",
         "10", "10.00", ""],
    ]  # fmt: skip
    for one, weight, score in zip(project.indicators, weights_of(project), scores, strict=True):
        measure = one.measure
        rows.append(
            ["", measure.level1, measure.level2, measure.name, f"≥{one.target}{measure.unit}", f"{one.actual}{measure.unit}",
             trimmed(weight), decimal(score), "" if score == weight else _WHY]
        )  # fmt: skip
    rows.append(["总分", "", "", "", "", "", "", decimal(total), ""])
    return ["项目支出绩效自评表", f"（{year}年度）", "", "单位：万元", "", *_grid(rows, manner)]


def _said(one: Indicator, verb: str, figure: int) -> str:
    return f"{one.measure.name}{verb}{figure}{one.measure.unit}"


def _grid(rows: list[list[str]], manner: Manner) -> list[str]:
    printed = [manner.row(row) for row in rows]
    if manner.bars:
        printed.insert(1, manner.row(["---"] * len(rows[0])))
    return printed


def money_of(plan: Plan) -> tuple[int, int]:
    """What the forms' budgets add up to as printed: as planned, and after adjustment; hundredths of 万元."""
    return sum(hundredths(one.initial) for one in plan.projects), sum(hundredths(one.adjusted) for one in plan.projects)
