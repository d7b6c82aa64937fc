"""The same account printed in another way – other codes, blanks, columns and rows, the same figures – gives the same facts."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.reading.document import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baozhang.facts.document import Document

    Table = list[list[str]]
    Printing = Callable[[Table], Table]

ROOT: Final = Path(__file__).parents[2]
ACCOUNTS: Final = [
    *(ROOT / "examples" / name for name in ("budget-clean.md", "budget-with-defects.txt", "final-account-clean.txt")),
    *sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")),
]
AMOUNT: Final = re.compile(r"-?\d{1,3}(?:,?\d{3})*\.\d+")
FUNCTION: Final = re.compile(r"2\d\d(?:\d\d){0,2}")
ECONOMIC: Final = re.compile(r"3\d\d(?:\d\d)?")


def cells_of(line: str) -> list[str]:
    """The cells of a row with bars or tabs; none for a line of prose."""
    if line.startswith("|"):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in line.split("\t")] if "\t" in line else []


def printed(text: str, printing: Printing) -> str:
    """The text with every table of three columns or more printed otherwise, its cells parted as before."""
    lines: list[str] = []
    for is_table, group in groupby(text.splitlines(), lambda line: len(cells_of(line)) > 2):
        found = list(group)
        if not is_table:
            lines += found
            continue
        rows = [cells_of(line) for line in found if not re.fullmatch(r"[\s|:-]+", line)]
        bars = found[0].startswith("|")
        lines += [f"| {' | '.join(row)} |" if bars else "\t".join(row) for row in printing(rows)]
    return "\n".join(lines) + "\n"


def by_row(change: Callable[[list[str]], list[str]]) -> Printing:
    return lambda table: [change(row) for row in table]


def with_codes(pattern: re.Pattern[str], change: Printing) -> Printing:
    """`change` for the tables of which half the rows have a code of a kind; the others stay."""
    return lambda table: change(table) if sum(any(map(pattern.fullmatch, row)) for row in table) * 2 >= max(6, len(table)) else table


def each(change: Callable[[str], str]) -> Printing:
    return by_row(lambda row: [change(cell) for cell in row])


def trimmed(cell: str) -> str:
    return cell.rstrip("0").rstrip(".") if AMOUNT.fullmatch(cell) else cell


def in_three_cells(row: list[str]) -> list[str]:
    code = row[0] if FUNCTION.fullmatch(row[0]) else ""
    return [code[:3], code[3:5], code[5:], *row[1:]] if code else [row[0], "", "", *row[1:]]


def own_part_only(row: list[str]) -> list[str]:
    """208 for a class, 05 for a 款 and 01 for a 项 below it, each in the column of its level."""
    if not FUNCTION.fullmatch(row[0]):
        return [row[0], "", "", *row[1:]]
    level = len(row[0]) // 2 - 1
    parts = [row[0][-2:] if level == at else "" for at in (1, 2)]
    return ["" if level else row[0], *parts, *row[1:]]


def with_classes(change: Callable[[list[str]], list[str]]) -> Printing:
    """For lists of functions that print their classes and 款: without these nobody could say what 01 is part of."""

    def printing(table: Table) -> Table:
        levels = {len(row[0]) for row in table if FUNCTION.fullmatch(row[0])}
        return [change(row) for row in table] if levels == {3, 5, 7} else table

    return with_codes(FUNCTION, printing)


def economic_parts_only(table: Table) -> Table:
    """301 for a class and only 01 for a 款 below it."""
    return [_without_class(row) for row in economic_in_two_cells(table)]


def _without_class(row: list[str]) -> list[str]:
    parted = [bool(re.fullmatch(r"\d\d", behind)) for behind in (*row[1:], "")]
    return ["" if of_part and ECONOMIC.fullmatch(cell) else cell for cell, of_part in zip(row, parted, strict=True)]


def names_first(row: list[str]) -> list[str]:
    return [row[1], row[0], *row[2:]] if FUNCTION.fullmatch(row[0]) or "名称" in row[1] else row


def economic_in_two_cells(table: Table) -> Table:
    model = next(row for row in table if any(map(ECONOMIC.fullmatch, row)))
    places = [at for at, cell in enumerate(model) if ECONOMIC.fullmatch(cell)]
    return [[part for at, cell in enumerate(row) for part in _in_two(cell, coded=at in places)] for row in table]


def _in_two(cell: str, *, coded: bool) -> list[str]:
    if not coded:
        return [cell]
    return [cell[:3], cell[3:]] if ECONOMIC.fullmatch(cell) else [cell, ""]


def glued(row: list[str]) -> list[str]:
    """Code and name in one cell; a total keeps its own word."""
    return [row[0] + row[1] if FUNCTION.fullmatch(row[0]) else row[1] or row[0], *row[2:]]


def numbered(table: Table) -> Table:
    """A column behind the names that counts the rows."""
    first = next(at for at, row in enumerate(table) if any(map(AMOUNT.fullmatch, row)) or FUNCTION.fullmatch(row[0]))
    return [[*row[:2], str(at - first + 1) if at >= first else "行次" if at == 0 else "", *row[2:]] for at, row in enumerate(table)]


def repeated(table: Table) -> Table:
    """The header again behind every tenth row."""
    first = next((at for at, row in enumerate(table) if any(map(AMOUNT.fullmatch, row))), 0)
    if not first or len(table) - first < 12:
        return table
    rows = table[first:]
    return [*table[:first], *(line for at, row in enumerate(rows) for line in (*(table[:first] if at and at % 10 == 0 else ()), row))]


def total_last(table: Table) -> Table:
    totals = [row for row in table if {"合计", "总计"} & set(row[:2]) and any(map(AMOUNT.fullmatch, row))]
    return [row for row in table if row is not totals[0]] + totals if len(totals) == 1 else table


def in_one_list(table: Table) -> Table:
    """The lists of basic spending that stand side by side one below the other, the totals of both parts last."""
    model = next(row for row in table if any(map(ECONOMIC.fullmatch, row)))
    places = [at for at, cell in enumerate(model) if ECONOMIC.fullmatch(cell)]
    if len(places) < 2:
        return table
    listed = [row[at : at + 3] for at in places for row in table if at < len(row) and ECONOMIC.fullmatch(row[at])]
    parts = [(row[row.index(name) :], name) for row in table for name in ("人员经费合计", "公用经费合计") if name in row]
    totals = [[name, "", next(filter(AMOUNT.fullmatch, rest))] for rest, name in parts]
    return [["经济分类科目编码", "科目名称", "金额"], *listed, *totals]


PRINTINGS: Final[dict[str, Printing]] = {
    "no zeros": each(lambda cell: "" if re.fullmatch(r"0\.0+", cell) else cell),
    "dashes for zeros": each(lambda cell: "-" if re.fullmatch(r"0\.0+", cell) else cell),
    "decimals trimmed": each(trimmed),
    "separators": each(lambda cell: f"{float(cell.replace(',', '')):,.2f}" if re.fullmatch(r"[\d,]+\.\d\d", cell) else cell),
    "类, 款, 项 in cells of their own": with_codes(FUNCTION, by_row(in_three_cells)),
    "economic 类, 款 in cells of their own": with_codes(ECONOMIC, economic_in_two_cells),
    "each level's own part": with_classes(own_part_only),
    "economic 款 without their class": with_codes(ECONOMIC, economic_parts_only),
    "names before codes": with_codes(FUNCTION, by_row(names_first)),
    "codes glued to names": with_codes(FUNCTION, by_row(glued)),
    "rows counted": with_codes(FUNCTION, numbered),
    "an empty column behind each": by_row(lambda row: [part for cell in row for part in (cell, "")]),
    "an empty column before all": by_row(lambda row: ["", *row]),
    "the header repeated": repeated,
    "basic spending in one list": with_codes(ECONOMIC, in_one_list),
    "the total last": with_codes(FUNCTION, total_last),
    "short words set wide": each(lambda cell: " ".join(cell) if re.fullmatch(r"[一-龥]{2,4}", cell) else cell),
}


def economic_names_only(table: Table) -> Table:
    """One list of economic names and amounts."""
    return [[row[1] if ECONOMIC.fullmatch(row[0]) else row[0] or row[1], *row[2:]] for row in in_one_list(table)]


WITHOUT_CODES: Final = with_classes(lambda row: [row[1] or row[0], *row[2:]])
WHOLE: Final = {"names without codes": WITHOUT_CODES, "economic names without codes": with_codes(ECONOMIC, economic_names_only)}
"""For undamaged texts: where rows lost cells, too little is left to place their figures by."""
TOGETHER: Final[Sequence[tuple[str, ...]]] = (
    ("economic 类, 款 in cells of their own", "no zeros"),
    ("economic 类, 款 in cells of their own", "decimals trimmed", "no zeros", "an empty column behind each"),
    ("类, 款, 项 in cells of their own", "dashes for zeros", "decimals trimmed"),
    ("codes glued to names", "no zeros", "decimals trimmed", "the header repeated"),
    ("an empty column before all", "no zeros", "decimals trimmed", "the header repeated"),
)


def figures_of(document: Document) -> dict[tuple[str, str, str], int]:
    """Figures other than zero by statement, item and column, in fen: blanks for zeros say the same. Forms by number and source of money."""
    figures = {(row.statement, row.item, row.column): row.value for row in document.facts}
    for row in document.fundings:
        place = ("form", f"{row.form} {row.source} {row.label}")
        figures |= {(*place, role): value or 0 for role, value in (("adjusted", row.adjusted), ("executed", row.executed))}
    return {place: value for place, value in figures.items() if value}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda path: path.stem[:20])
def test_the_same_figures_printed_otherwise_are_the_same_facts(account: Path) -> None:
    text = account.read_text(encoding="utf-8")
    document = read_text(text, "甲.txt")
    facts = figures_of(document)
    assert len(facts) > 100
    printings = PRINTINGS | (WHOLE if account.parent.name == "examples" else {})
    for names in (*((name,) for name in printings), *TOGETHER):
        other = text
        for name in names:
            other = printed(other, printings[name])
        read = read_text(other, "甲.txt")
        found = figures_of(read)
        wrong = {place: (facts.get(place), value) for place, value in found.items() if facts.get(place) != value}
        assert not wrong, (names, wrong)
        missing = {place for place in facts if place not in found}
        listed = len(read.unrecognised) > len(document.unrecognised)  # damaged as it is, a text may be harder to read otherwise
        assert listed or not missing, (names, missing)
