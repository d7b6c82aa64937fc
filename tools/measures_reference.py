"""The reference pages of measures and of the indicator library; `tools.reference` writes them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from baozhang.performance.library import library, match
from baozhang.performance.measures.measure import shipped_measures
from tools.published_indicators import published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.performance.library import LibraryIndicator
    from baozhang.performance.measures.measure import Measure
    from tools.published_indicators import Published

DIRECTIONS: Final = {"up": "越高越好", "down": "越低越好", "none": "—"}
TIMINGS: Final = {"flow": "各期可以相加", "span": "期间内去重或以期末为界，不能相加", "stock": "只看期末"}
SIGNS: Final = {">=": "≥", "<=": "≤", "=": "＝", ">": "＞", "<": "＜", "": ""}


def measures_page() -> str:
    """Every measure with its meaning, formula, parameters and datasets."""
    known = shipped_measures().values()
    lines = [
        "# 测算",
        "",
        f"自带 {len(known)} 个测算，用法见[测算与数据集](../guide/measures.md)。没有默认值的参数必须写明。",
        "",
        "| 测算 | 名称 | 单位 | 数据集 |",
        "|---|---|---|---|",
        *(
            f"| [{one.id}](#{one.id}) | {_cell(one.title)} | {one.shown_unit} | {'、'.join(f'`{name}`' for name in one.needs)} |"
            for one in known
        ),
    ]
    return _page([*lines, *(line for one in known for line in _measure(one))])


def _measure(one: Measure) -> Iterator[str]:
    yield from ("", f"## {one.id}", "", f"**{_cell(one.title)}**：{_cell(one.meaning)}。", "")
    yield f"- 公式：{_cell(one.formula)}"
    yield f"- 单位：{one.shown_unit}，{one.decimals} 位小数，四舍五入；{DIRECTIONS[one.direction]}；{TIMINGS[one.timing]}"
    for each in one.parameters:
        choices = f"，可取 {'、'.join(f'`{choice}`' for choice in each.choices)}" if each.choices else ""
        default = "，必须写明" if each.default is None else f"，默认 `{each.default}`"
        meaning = "" if each.meaning == each.name else f"：{_cell(each.meaning)}"
        yield f"- 参数 `{each.name}`{meaning}{choices}{default}"
    yield f"- 数据集：{'、'.join(f'`{name}`' for name in one.needs)}"
    yield f"- 依据：{_cell(one.source)}"
    yield f"- 指标：{'、'.join(map(_cell, one.answers))}"


def indicators_page() -> str:
    """The library, and which indicators of the published documents have a measure."""
    lines = [
        "# 指标库",
        "",
        f"共 {len(library())} 个指标。绩效表里的名称由 `baozhang performance library match` 对应到库：",
        "整个名称相同，或末尾是库中所列的词；没有把握的不对应。",
        "",
        "含义、层级、数据来源、依据和别名用 `library show` 查看。五份公开文件里有数量的指标列在本页末尾，注明哪些有测算。",
    ]
    for area, group in groupby(library().values(), key=attrgetter("area")):
        lines += [
            "",
            f"## {area}",
            "",
            "| 指标 | 公式 | 单位、方向 | 常用指标值 | 测算 |",
            "|---|---|---|---|---|",
        ]
        lines += map(_library_row, group)
    return _page([*lines, *_published(published())])


def _library_row(one: LibraryIndicator) -> str:
    sign = {"up": "，越高越好", "down": "，越低越好", "none": ""}[one.direction]
    return f"| {_cell(one.name)} | {_cell(one.formula)} | {one.unit}{sign} | {_cell(one.target)} | {_linked(one.measure)} |"


def _published(rows: Sequence[Published]) -> Iterator[str]:
    """Each indicator of each document once: all its figures, the indicator of the library, the measure."""
    ordered = groupby(sorted(rows, key=lambda row: _first(rows, row)), key=attrgetter("document"))
    named = {(row.document, row.name) for row in rows}
    measured = {key for key in named if (known := match(key[1])) and known.indicator.measure}
    expressed = named - {(row.document, row.name) for row in rows if not row.expressed}
    yield from ("", "## 五份公开文件的指标", "")
    yield (
        f"绩效表里有数量的指标 {len(named)} 个（同一文件同名的算一个），能用本系统的模型表示的 {len(expressed)} 个，"
        f"有测算的 {len(measured)} 个。没有测算的，由账簿、合同或名录证明，或者名称不足以断定口径。"
    )
    for document, found in ordered:
        group = list(found)
        yield from ("", f"### {document}", "", "| 指标 | 指标值 | 完成值 | 指标库 | 测算 |", "|---|---|---|---|---|")
        names = dict.fromkeys(row.name for row in group)
        yield from (_row(name, [row for row in group if row.name == name]) for name in names)


def _first(rows: Sequence[Published], row: Published) -> int:
    return next(at for at, one in enumerate(rows) if one.document == row.document)


def _row(name: str, rows: Sequence[Published]) -> str:
    found = match(name)
    targets = dict.fromkeys(f"{SIGNS[row.operator]}{row.target}{row.target_unit}" for row in rows if row.target)
    actuals = dict.fromkeys(f"{row.actual}{row.actual_unit}" for row in rows if row.actual)
    within = next((f"（列在“{_cell(row.within)}”内）" for row in rows if row.within), "")
    listed, measure = (found.indicator.name, found.indicator.measure) if found else ("—", "")
    figures = f"{'；'.join(map(_cell, targets))} | {'；'.join(map(_cell, actuals))}"
    return f"| {_cell(name)}{within} | {figures} | {_cell(listed)} | {_linked(measure)} |"


def _linked(measure: str) -> str:
    return f"[{measure}](measures.md#{measure})" if measure else "—"


def _cell(text: str) -> str:
    """Words that neither a table nor Markdown takes for markup."""
    return "".join(f"\\{char}" if char in "\\`*_<>[]|" else char for char in text)


def _page(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
