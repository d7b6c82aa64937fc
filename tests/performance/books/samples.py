"""A small year of performance to test on: random programmes with money, as an officer fills them in with care."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from hypothesis import strategies as st

from baozhang.ledger.books import Book
from baozhang.ledger.cube import Flow
from baozhang.performance.books.money import Money
from baozhang.performance.books.programme import DEPARTMENT, PROJECT, TRANSFER, Goal, Note, Programme, Reached, Task, target_of
from baozhang.publishing.annex import Kept

LAST: Final = date(2024, 12, 31)
WAN: Final = 1_000_000
"""Ten thousand yuan in fen."""
POINT: Final = 10_000
NAMES: Final = ("经办服务经费", "基金监管专项", "支付方式改革补助", "信息系统维护")
_GOALS: Final = (
    ("成本指标", "经济成本指标", "≤", "项目成本", "万元", 10),
    ("产出指标", "数量指标", "≥", "培训场次", "场", 20),
    ("产出指标", "质量指标", "≥", "资料合格率", "%", 20),
    ("效益指标", "社会效益指标", "≥", "群众知晓率", "%", 30),
    ("满意度指标", "服务对象满意度指标", "≥", "参保人满意度", "%", 10),
)
_WHY: Final = ("因部分单位人员调整", "下一年度安排补训")


def book(layout: str) -> Book:
    """A book of a layout that is in no store."""
    return Book(1, "某市医疗保障局", 2024, layout, "budget" if layout.endswith("budget") else "final", "")


@st.composite
def kept(draw: st.DrawFn, layout: str) -> Kept:
    """The performance books of a year with one to four projects and the whole department."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    flows: list[list[Flow]] = [[], [], []]
    made = []
    for at, name in enumerate(names):
        budget = draw(st.integers(20_00, 900_00)) * WAN // 100
        spent = budget * draw(st.integers(65, 100)) // 100
        views = (budget, budget, spent)
        for listed, amount in zip(flows, views, strict=True):
            listed.append(Flow("spending", amount, fund="general_public", nature="project", name=str(at)))
        made.append(_programme(draw, str(at), name, TRANSFER if at == 2 else PROJECT, (budget, spent)))
    whole = _programme(draw, "整体", "某市医疗保障局整体支出", DEPARTMENT, tuple(sum(one.amount for one in flows[at]) for at in (1, 2)))
    tasks = (Task("全民参保", "动员参保", "参保率达到目标", "参保率达到目标", ""),)
    money = Money(flows[0], flows[1], flows[2], settled=layout.endswith("final"), levels={"2": "中央"})
    return Kept(book(layout), (*made, replace(whole, tasks=tasks, levels={})), money, LAST)


def _programme(draw: st.DrawFn, code: str, name: str, kind: str, money: tuple[int, ...]) -> Programme:
    goals = []
    for at, (first, second, sign, what, unit, weight) in enumerate(_GOALS):
        target = money[0] // POINT if unit == "万元" else draw(st.integers(80, 100))
        most = min(100, target + 8) if unit == "%" else target + 8
        actual = money[1] // POINT if unit == "万元" else draw(st.integers(target - 8, most))
        figures = (f"{target / 100:.2f}", f"{actual / 100:.2f}") if unit == "万元" else (str(target), str(actual))
        why = _WHY if (actual < target) == (sign == "≥") and actual != target else ("", "")
        indicator = replace(target_of(what, (first, second), sign, figures[0], unit), weight=weight * POINT)
        goals.append(Goal(str(at), indicator, qualitative=False, reached=(Reached(LAST, figures[1], "", *why),)))
    notes = {
        "实际完成情况": (Note("全年各项任务按计划完成"),),
        "低分原因": (Note("因人员调整，来年提前安排"),),
        "执行偏低原因": (Note("因合同跨年付款，来年一季度付清"),),
    }
    return Programme(
        code, name, kind, "某市医疗保障局", "某市医疗保障局", "办好全年各项任务。", levels={code: ""}, goals=tuple(goals), notes=notes
    )
