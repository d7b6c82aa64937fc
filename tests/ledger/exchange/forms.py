"""A workbook of the final-accounts software as tests write it: old .XLS, merged headers, yuan, dashes where nothing applies."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import xlwt

from baozhang.taxonomy.codes import code_names, economic_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from baozhang.ledger.cube import Flow

_HEADS: Final = ("功能分类科目编码", "", "", "科目名称")
_SOURCES: Final = (
    ("财政拨款收入", ("general_public", "government_fund", "state_capital")),
    ("上级补助收入", ("superior",)),
    ("事业收入", ("institution",)),
    ("经营收入", ("operating",)),
    ("附属单位上缴收入", ("affiliate",)),
    ("其他收入", ("other",)),
)
_NATURES: Final = (
    ("基本支出", "basic"),
    ("项目支出", "project"),
    ("上缴上级支出", "to_superior"),
    ("经营支出", "operating"),
    ("对附属单位补助支出", "to_affiliate"),
)
_KINDS: Final = {"basic": "基本支出", "project": "项目支出"}
_DETAILS: Final = (
    ("Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-", "basic"),
    ("Z08_2 一般公共预算财政拨款项目支出决算明细表(财决08-", "project"),
)

Table = dict[str, dict[str, int]]


def write_workbook(path: Path, flows: Sequence[Flow], unit: str) -> None:
    """Write the sheets from which the published tables derive, and one that is not needed."""
    book = xlwt.Workbook(encoding="utf-8")
    _overview(book, flows, unit)
    _coded(book, "Z03 收入决算表(财决03表)", [(head,) for head, _ in _SOURCES], _by(flows, "income", _SOURCES), unit, total="本年收入合计")
    spending = [(head, (nature,)) for head, nature in _NATURES]
    _coded(book, "Z04 支出决算表(财决04表)", [(head,) for head, _ in spending], _spending(flows, spending), unit, total="本年支出合计")
    for prefix, name, fund in (("Z07", "一般公共预算", "general_public"), ("Z09", "政府性基金预算", "government_fund")):
        _budget(book, f"{prefix} {name}财政拨款收入支出决算表"[:31], [flow for flow in flows if flow.fund == fund], unit)
    for name, nature in _DETAILS:
        chosen = [flow for flow in flows if (flow.flow, flow.fund, flow.nature) == ("spending", "general_public", nature)]
        _detail(book, name, chosen, unit)
    book.add_sheet("CS08 资产负债简表").write(0, 0, "资产负债简表")
    book.save(str(path))


def _by(flows: Iterable[Flow], kind: str, groups: Iterable[tuple[str, tuple[str, ...]]]) -> Table:
    table: Table = defaultdict(lambda: defaultdict(int))
    heads = {fund: head for head, funds in groups for fund in funds}
    for flow in flows:
        if flow.flow == kind:
            table[flow.func][heads[flow.fund]] += flow.amount
    return table


def _spending(flows: Iterable[Flow], groups: Iterable[tuple[str, tuple[str, ...]]]) -> Table:
    table: Table = defaultdict(lambda: defaultdict(int))
    heads = {nature: head for head, natures in groups for nature in natures}
    for flow in flows:
        if flow.flow == "spending":
            table[flow.func][heads[flow.nature]] += flow.amount
    return table


def _sheet(book: xlwt.Workbook, name: str, unit: str) -> xlwt.Worksheet:
    sheet = book.add_sheet(name)
    sheet.write(0, 0, name.partition(" ")[2].partition("(")[0])
    sheet.write(2, 0, f"编制单位：{unit}")
    sheet.write(2, 8, "金额单位：元")
    return sheet


def _coded(book: xlwt.Workbook, name: str, paths: Sequence[tuple[str, ...]], table: Table, unit: str, *, total: str) -> None:
    """Rows of codes with all three levels, the grand total in row 9, data from row 10."""
    sheet = _sheet(book, name, unit)
    for at, head in enumerate((*_HEADS, total)):
        sheet.write(4, at, head)
    before: tuple[str, ...] = ()
    for at, path in enumerate(paths, 5):
        for depth, word in enumerate(path):
            if word and path[: depth + 1] != before[: depth + 1]:
                sheet.write(4 + depth, at, word)
        before = path
    sheet.write(7, 0, "栏次")
    sheet.write(8, 0, "合计")
    rows = _levels(table)
    for line, (code, cells) in enumerate([("", _sum(table.values())), *rows], 8):
        if code:
            sheet.write(line, 0, code)
            sheet.write(line, 3, code_names().get(code, code))
        for at, path in enumerate(paths, 5):
            amount = cells.get("/".join(filter(None, path)), 0)
            sheet.write(line, at, amount / 100 if amount else "—")


def _levels(table: Table) -> list[tuple[str, Mapping[str, int]]]:
    codes = sorted({code[:length] for code in table for length in (3, 5, 7)})
    return [(code, _sum(cells for one, cells in table.items() if one.startswith(code))) for code in codes]


def _sum(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for row in rows:
        for head, amount in row.items():
            total[head] += amount
    return total


def _budget(book: xlwt.Workbook, name: str, flows: Sequence[Flow], unit: str) -> None:
    """One of the three budgets: opening, income, spending by kind."""
    table: Table = defaultdict(lambda: defaultdict(int))
    for flow in flows:
        head = {"opening": "年初结转和结余/合计", "income": "本年收入"}.get(flow.flow) or f"本年支出/{_KINDS[flow.nature]}"
        table[flow.func][head] += flow.amount
        if flow.flow == "spending":
            table[flow.func]["本年支出/合计"] += flow.amount
    columns = ("年初结转和结余/合计", "年初结转和结余/基本支出结转", "本年收入", "本年支出/合计", "本年支出/基本支出", "本年支出/项目支出")
    paths = [tuple(column.split("/")) for column in columns]
    _coded(book, name, paths, table, unit, total="")


def _detail(book: xlwt.Workbook, name: str, flows: Sequence[Flow], unit: str) -> None:
    """Functions by economic codes: 小计 of each class before its 款."""
    names = {one.code: one.name for one in economic_codes()}
    ecos = sorted({flow.eco for flow in flows})
    paths: list[tuple[str, ...]] = []
    for head in sorted({eco[:3] for eco in ecos}):
        paths += [(names[head], "小计"), *((names[head], names[eco]) for eco in ecos if eco.startswith(head))]
    table: Table = defaultdict(lambda: defaultdict(int))
    for flow in flows:
        table[flow.func][f"{names[flow.eco[:3]]}/{names[flow.eco]}"] += flow.amount
        table[flow.func][f"{names[flow.eco[:3]]}/小计"] += flow.amount
    _coded(book, name, paths, table, unit, total="合计")


def _overview(book: xlwt.Workbook, flows: Sequence[Flow], unit: str) -> None:
    """Three blocks of five columns; only what is not in the other sheets matters."""
    sheet = _sheet(book, "Z01 收入支出决算总表(财决01表)", unit)
    for block in (0, 5, 10):
        for at, head in enumerate(("项目", "行次", "年初预算数", "全年预算数", "决算数")):
            sheet.write(4, block + at, head)
    opening = sum(flow.amount for flow in flows if flow.flow == "opening")
    for line, (label, amount) in enumerate((("使用非财政拨款结余（含专用结余）", 0), ("年初结转和结余", opening)), 33):
        sheet.write(line, 0, label)
        sheet.write(line, 4, amount / 100 if amount else "—")
