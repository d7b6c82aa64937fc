"""The same performance form printed in another way – other columns, words, signs, units, merged cells – gives the same records."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from baozhang.reading.document import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

Cells = list[str]


class Indicator(NamedTuple):
    """An indicator as everybody prints it: levels, name, sign of comparison, target, unit, actual value, points, score, reason."""

    level1: str
    level2: str
    name: str
    sign: str
    target: str
    unit: str
    actual: str
    weight: str
    score: str
    reason: str = ""


INDICATORS: Final = (
    Indicator("产出指标", "数量指标", "宣传场次", "≥", "24", "场", "26场", "15", "15"),
    Indicator("产出指标", "数量指标", "检查机构数", "=", "180", "家", "176家", "15", "14.67", "4家机构年中注销"),
    Indicator("产出指标", "质量指标", "问题整改完成率", "≥", "95", "%", "96.4%", "10", "10"),
    Indicator("产出指标", "成本指标", "项目成本", "≤", "62.5", "万元", "60.3万元", "10", "10"),
    Indicator("效益指标", "社会效益指标", "基金追回及时率", "≥", "90", "%", "91%", "30", "30"),
    Indicator("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "88", "%", "93.2%", "10", "10"),
)
MONEY: Final = (
    ("年度资金总额", "0.00", "62.50", "60.30", "10", "96.48", "9.65"),
    ("其中：当年财政拨款", "0.00", "50.00", "48.00", "-", "96.00", "-"),
    ("上年结转资金", "0.00", "12.50", "12.30", "-", "98.40", "-"),
)
GOAL: Final = "全年开展宣传24场，检查定点机构180家。"
NAMES: Final = {"target": "年度指标值", "actual": "实际完成值", "weight": "分值", "score": "得分", "reason": "偏差原因", "sign": "指标性质"}
FUNDS: Final = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}


@dataclass(frozen=True)
class Printing:
    """How a form is printed; the defaults are the national form."""

    columns: tuple[str, ...] = ("name", "target", "actual", "weight", "score", "reason")
    names: dict[str, str] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    """Words behind the target in place of its sign."""
    funds: tuple[str, ...] = ("initial", "adjusted", "executed", "weight", "rate", "score")
    turned: bool = False
    """Sources side by side, amounts below each other."""
    yuan: bool = False
    points: str = ""
    """What stands behind points."""
    zero: str = "0.00"
    fraction: bool = False
    """Rates of execution as fractions."""
    merged: str = ""
    """What is printed in the cells that a merged one covers: nothing, `across`, `down`, `both`, or `word`: no cells to the right."""
    header_after: int = 0
    """The header is printed again on a page that begins behind so many indicators."""
    levels_in_rows: bool = False
    lead: bool = True
    title: bool = True
    total: str = "总分"
    bar: str = "\t"
    remarks: bool = False


WIDTH: Final = 10
OVER: Final = "\0"
"""A cell that the one to its left covers."""
UP: Final = "\1"
"""A cell that the one above it covers."""


def row(*cells: str, at: int = 1) -> Cells:
    """A row whose cell number `at` is wide."""
    return [*cells[: at + 1], *[OVER] * (WIDTH - len(cells)), *cells[at + 1 :]]


def money(cell: str, how: Printing) -> str:
    if cell == "0.00":
        return how.zero
    return f"{Decimal(cell) * 10000:.2f}" if how.yuan else cell


def funds_rows(how: Printing) -> list[Cells]:
    label = "项目资金（元）" if how.yuan else "项目资金（万元）"
    words = FUNDS | {role: how.names[f"funds.{role}"] for role in FUNDS if f"funds.{role}" in how.names}
    table = []
    for source, *figures in MONEY:
        named = dict(zip(FUNDS, figures, strict=True))
        printed = {role: money(cell, how) if role in {"initial", "adjusted", "executed"} else cell for role, cell in named.items()}
        printed["rate"] = f"{Decimal(named['rate']) / 100}" if how.fraction else named["rate"] + "%"
        table.append([source, *(printed[role] for role in how.funds)])
    if how.turned:
        kept = [order for order, role in enumerate(how.funds, 1) if role not in {"weight", "score"}]
        turned = [["", *(line[0] for line in table)], *([words[how.funds[at - 1]], *(line[at] for line in table)] for at in kept)]
    else:
        turned = [["", *(words[role] for role in how.funds)], *table]
    return [row(UP if at else label, *line) for at, line in enumerate(turned)]


def target_cells(item: Indicator, how: Printing) -> dict[str, str]:
    apart = "sign" in how.columns
    figure = item.target + ("" if "unit" in how.columns else how.names.get(item.unit, item.unit))
    sign = "" if apart else how.signs.get(item.sign, item.sign)
    end = how.ends.get(item.sign, "")
    return {"sign": item.sign, "unit": item.unit, "target": figure + end if end and not apart else sign + figure}


def indicator_rows(how: Printing) -> list[Cells]:
    words = {"name": "三级指标", "unit": "计量单位", "number": "序号", "rule": "评分标准", **NAMES, **how.names}
    header = ["绩效指标", "一级指标", "二级指标", *(words[role] for role in how.columns)]
    rows = [header]
    for at, (before, item) in enumerate(pairwise((None, *INDICATORS))):
        assert item is not None
        again = bool(how.header_after and at and at % how.header_after == 0)
        if again:
            rows += [[], header]
        if how.levels_in_rows and (before is None or before.level1 != item.level1):
            rows.append([UP, item.level1, *[OVER] * (len(header) - 2)])
        same = before is not None and before.level1 == item.level1 and not (again and how.merged in {"down", "both"})
        level1 = "" if how.levels_in_rows else UP if same else item.level1
        level2 = UP if same and before is not None and before.level2 == item.level2 else item.level2
        cells = item._asdict() | target_cells(item, how) | {"number": str(at + 1), "rule": "按完成比例计分"}
        cells |= {role: cells[role] + how.points for role in ("weight", "score")}
        rows.append([UP, level1, level2, *(cells[role] for role in how.columns)])
    if how.total:
        last = [{"weight": "100", "score": "99.32"}.get(role, "") for role in how.columns]
        first = next(at for at, cell in enumerate(last) if cell)
        rows.append([how.total, *[OVER] * (first + 2), *last[first:]])
    return [cells if how.lead or not cells else [cells[0], *cells[2:]] if cells[1] == OVER else cells[1:] for cells in rows]


def printed(how: Printing) -> str:
    """The form as text."""
    names = "部门单位"
    head = [row("项目名称", "基金监管专项"), row("主管部门", "某市医疗保障局", "实施单位", "某市医疗保障中心", at=3)]
    goals = [row("年度总体目标", "预期目标", "实际完成情况", at=2), row(UP, GOAL, "已全部完成。", at=2)]
    rows = [*head, *funds_rows(how), *goals, *indicator_rows(how)]
    if how.remarks:
        rows += [
            row("备注：1.定量指标完成的记满分；2.得分不超过该指标分值10分。", at=0),
            row("填报人：某某", "联系电话：0100-8000000", "日期：2025年3月1日"),
        ]
    lines: list[str] = ["2024年度某市医疗保障局部门决算", ""]
    lines += ["项目支出绩效自评表", "", "（2024年度）", ""] if how.title else [names, ""]
    above: Cells = []
    for cells in rows:
        if not cells:
            lines += ["", "— 7 —", ""]
            continue
        above = covered(cells, above)
        shown = [
            cell for cell, mark in zip(shown_cells(cells, above, how), cells, strict=True) if not (how.merged == "word" and mark == OVER)
        ]
        lines.append("| " + " | ".join(shown) + " |" if how.bar == "|" else how.bar.join(shown))
    return "\n".join(lines) + "\n"


def covered(cells: Cells, above: Cells) -> Cells:
    """What the merged cells of a row say everywhere they stand."""
    whole: Cells = []
    for at, cell in enumerate(cells):
        whole.append(above[at] if cell == UP else whole[-1] if cell == OVER else cell)
    return whole


def shown_cells(cells: Cells, whole: Cells, how: Printing) -> Cells:
    across, down = how.merged in {"across", "both"}, how.merged in {"down", "both"}
    return [word if (down or cell != UP) and (across or cell != OVER) else "" for cell, word in zip(cells, whole, strict=True)]


COLUMNS: Final = {
    "points before targets": ("name", "weight", "target", "actual", "score", "reason"),
    "points behind targets": ("name", "target", "weight", "actual", "score", "reason"),
    "scores before points": ("name", "target", "actual", "score", "weight", "reason"),
    "signs and units apart": ("name", "sign", "target", "unit", "actual", "weight", "score", "reason"),
    "signs apart": ("name", "sign", "target", "actual", "weight", "score", "reason"),
    "units apart": ("name", "target", "unit", "actual", "weight", "score", "reason"),
    "indicators counted": ("number", "name", "target", "actual", "weight", "score", "reason"),
    "rules of scoring": ("name", "rule", "weight", "target", "actual", "score", "reason"),
    "a column nobody knows": ("name", "target", "actual", "weight", "score", "reason", "rule"),
}
WORDS: Final = {
    "target": ("目标值", "计划值", "预期值", "年初指标值", "绩效目标值", "预期目标"),
    "actual": ("完成值", "全年完成值", "完成情况", "实际达到值", "年度完成情况"),
    "weight": ("权重", "指标分值", "分数", "标准分", "权重（%）"),
    "score": ("自评得分", "评分", "实际得分", "自评分"),
    "reason": ("未完成原因分析", "备注", "偏差原因分析及改进措施"),
    "name": ("指标名称", "三级指标名称"),
    "%": ("％", "百分比"),
    "funds.adjusted": ("调整后预算数", "全年预算数（A）"),
    "funds.executed": ("实际支出数", "决算数", "全年执行数（B）"),
    "funds.rate": ("预算执行率（%）", "执行率（B/A）"),
}
SIGNS: Final[dict[str, dict[str, str]]] = {
    "ascii": {"≥": ">=", "≤": "<="},
    "words": {"≥": "大于等于", "≤": "小于等于", "=": "等于"},
    "not below": {"≥": "不低于", "≤": "不超过"},
    "slanted": {"≥": "⩾", "≤": "⩽", "=": "＝"},
}
PRINTINGS: Final = {
    "the national form": Printing(),
    **{name: Printing(columns=columns, names={"rule": "佐证材料"} if "nobody" in name else {}) for name, columns in COLUMNS.items()},
    **{f"{role} {word}": Printing(names={role: word}) for role, words in WORDS.items() for word in words},
    **{f"signs {name}": Printing(signs=signs) for name, signs in SIGNS.items()},
    "95 and above": Printing(ends={"≥": "以上", "≤": "以内"}),
    **{f"merged cells {merged}": Printing(merged=merged) for merged in ("across", "down", "both", "word")},
    "sources side by side": Printing(turned=True),
    "yuan": Printing(yuan=True),
    "points as 10分": Printing(points="分"),
    "blanks for zeros": Printing(zero=""),
    "dashes for zeros": Printing(zero="—"),
    "rates as fractions": Printing(fraction=True),
    "rates before points": Printing(funds=("initial", "adjusted", "executed", "rate", "weight", "score")),
    "rates before points, blanks for zeros": Printing(funds=("initial", "adjusted", "executed", "rate", "weight", "score"), zero=""),
    "no header over a page": Printing(header_after=4),
    "levels in rows, the header again": Printing(levels_in_rows=True, header_after=3),
    "no first column": Printing(lead=False),
    "no title": Printing(title=False),
    "no total": Printing(total="", remarks=True),
    "another total": Printing(total="合 计"),
    "bars": Printing(bar="|"),
    "bars between cells": Printing(bar=" | "),
    "remarks": Printing(remarks=True),
}


def records(text: str) -> dict[tuple[str, ...], object]:
    """Every figure and word of the only form of a text by its place; blanks and zeros of money say the same."""
    document = read_text(text, "甲.txt")
    assert len(document.evaluations) == 1, document.evaluations
    form = document.evaluations[0]
    found: dict[tuple[str, ...], object] = {
        ("form", name): getattr(form, name) for name in ("kind", "project", "goal", "result", "total", "funds_weight", "funds_score")
    }
    for money_row in document.fundings:
        found |= {("money", money_row.source, role): getattr(money_row, role) or 0 for role in ("initial", "adjusted", "executed", "rate")}
    for item in document.indicators:
        names = ("level1", "level2", "operator", "target", "target_unit", "actual", "actual_unit", "weight", "score", "reason")
        found |= {("indicator", item.name, name): getattr(item, name) for name in names}
        if item.target_unit == "百分比":
            found["indicator", item.name, "target_unit"] = "%"
    return found


PLAIN: Final = records(printed(Printing()))


def differing(how: Printing) -> dict[tuple[str, ...], tuple[object, object]]:
    """What a printing says otherwise than the national form, but for what it leaves out."""
    found = records(printed(how))
    left_out = {("form", "funds_weight"), ("form", "funds_score")} if how.turned else set()
    left_out |= {("form", "total")} if not how.total else set()
    places = (PLAIN.keys() | found.keys()) - left_out
    return {place: (PLAIN.get(place), found.get(place)) for place in places if PLAIN.get(place) != found.get(place)}


def test_the_national_form_is_read_whole() -> None:
    assert len(PLAIN) == 7 + 3 * 4 + 6 * 10
    assert PLAIN["indicator", "检查机构数", "score"] == 146700
    assert PLAIN["money", "carryover", "executed"] == 12300000
    assert PLAIN["form", "goal"] == GOAL.replace("，", ",")


@pytest.mark.parametrize("name", PRINTINGS)
def test_a_form_printed_otherwise_gives_the_same_records(name: str) -> None:
    assert differing(PRINTINGS[name]) == {}


def test_printings_together() -> None:
    """Two hundred forms, each printed in several other ways at once."""
    chance = random.Random(7)  # noqa: S311  # the same printings each time
    for _ in range(200):
        words = {role: chance.choice(words) for role, words in WORDS.items() if chance.random() < 0.4}
        how = Printing(
            columns=chance.choice(list(COLUMNS.values())[:8]),
            names=words,
            signs=chance.choice([{}, *SIGNS.values()]),
            funds=chance.choice([Printing.funds, ("initial", "adjusted", "executed", "rate", "weight", "score")]),
            merged=chance.choice(["", "across", "down", "both", "word"]),
            zero=chance.choice(["0.00", "", "-"]),
            points=chance.choice(["", "分"]),
        )
        how = replace(
            how,
            yuan=chance.random() < 0.3,
            fraction=chance.random() < 0.3,
            header_after=chance.choice([0, 0, 3, 4]),
            lead=chance.random() < 0.8,
            title=chance.random() < 0.8,
            total=chance.choice(["总分", "合计", ""]),
            bar=chance.choice(["\t", "|", " | "]),
            remarks=chance.random() < 0.3,
        )
        assert differing(how) == {}, how


PROJECTS: Final = (
    ("信息化建设", "某市医疗保障局", "0.00", "45.00", "", "88", "良"),
    ("基金监管专项", "某市医保中心", "62.50", "60.30", "96.48", "99.32", "优"),
    ("离休人员统筹金", "某市医保中心", "300.00", "270.00", "90.00", "91.75", "优"),
)
LIST_WORDS: Final[tuple[tuple[str, ...], ...]] = (
    ("项目名称", "自评项目名称", "评价项目名称"),
    ("实施单位", "资金使用单位"),
    ("全年预算数", "预算数", "项目预算金额"),
    ("全年执行数", "实际支出金额"),
    ("执行率", "预算执行率（%）"),
    ("自评得分", "分数", "自评分数"),
    ("自评等级", "评价结果"),
)


def listed(words: Sequence[str], order: Sequence[int], zero: str, *, parted: bool, behind: str, bar: str) -> str:
    """A list of projects with its columns in an order; `parted`: money below one word; `behind`: a column nobody knows."""
    header = [words[at] for at in order]
    heads = [header]
    if parted:
        below = [words[at] if at in {2, 3, 4} else "" for at in order]
        heads = [["预算执行情况" if at == 2 else "" if at in {3, 4} else words[at] for at in order], below]
    rows = [[zero if cell == "0.00" else cell for cell in (project[at] for at in order)] for project in PROJECTS]
    table = [*([*row, behind and (behind if not at else "")] for at, row in enumerate(heads)), *([*row, behind and "7"] for row in rows)]
    lines = [("| " + " | ".join(row) + " |") if bar == "|" else bar.join(row) for row in table]
    return "\n".join(["项目支出绩效自评结果汇总表", "", "单位：万元", "", *lines]) + "\n"


def test_lists_of_projects_printed_otherwise() -> None:
    chance = random.Random(11)  # noqa: S311  # the same printings each time
    for _ in range(150):
        order = chance.choice([(0, 1, 2, 3, 4, 5, 6), (0, 2, 3, 4, 5, 6), (1, 0, 2, 3, 4, 6, 5), (0, 2, 3, 5, 6)])
        text = listed(
            [chance.choice(words) for words in LIST_WORDS],
            order,
            chance.choice(["0.00", "", "-"]),
            parted=chance.random() < 0.3,
            behind=chance.choice(["", "", "佐证份数"]),
            bar=chance.choice(["\t", "|", " | "]),
        )
        forms = [form for form in read_text(text, "甲.txt").evaluations if form.kind == "list"]
        found = [(form.project, form.adjusted or form.initial or 0, form.executed, form.total, form.grade) for form in forms]
        assert found == [
            ("信息化建设", 0, 45000000, 880000, "良"),
            ("基金监管专项", 62500000, 60300000, 993200, "优"),
            ("离休人员统筹金", 300000000, 270000000, 917500, "优"),
        ], text
