"""Statements out and in again: what a layout prints, its reader reads back, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.compiling.figures import Figures, figures_of, printed, rounded
from baozhang.compiling.formats.text import to_text
from baozhang.compiling.pieces import Heading, Publication
from baozhang.compiling.statements import statement_table
from baozhang.reading import read_file, read_text
from baozhang.reading.blocks import read_blocks
from baozhang.reading.statements.reader import StatementsReading, read_statements
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from baozhang.compiling.pieces import CellKey
    from baozhang.facts.document import Document
    from baozhang.taxonomy.layouts import Layout

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = ROOT.parent / "shared" / "seeds"
DOCUMENTS: Final = [
    *sorted((ROOT / "examples").glob("*-account-*")),
    *sorted((ROOT / "examples").glob("budget-*")),
    *sorted(SEEDS.glob("*.txt")),
]
FUNCTION: Final = ("208", "20805", "2080505", "210", "21015", "2101501", "2101506")


def cells_of(document: Document | StatementsReading) -> dict[CellKey, int]:
    """Every figure of a document, or of its statements alone."""
    return {(fact.statement, fact.item, fact.column): fact.value for fact in document.facts}


def statements_text(figures: Figures, layout: Layout, year: int = 2024) -> str:
    """The statutory part of a document in one layout, as text."""
    stage = "决算" if layout.stage == "final" else "预算"
    tables = [statement_table(figures, layout, shape, "某市医疗保障局", year) for shape in layout.statements]
    cover = (f"{year}年度某市医疗保障局部门{stage}",)
    return to_text(Publication(cover[0], cover, (Heading(1, f"第二部分 部门{stage}表"), *tables)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem[:20])
def test_a_document_read_printed_and_read_again_has_the_same_figures(path: Path) -> None:
    """The layout that recognised a document prints it; nothing is lost, moved or added."""
    document = read_file(path)
    layout = layouts()[document.about.layout]
    again = read_text(statements_text(figures_of(document.facts), layout, document.about.fiscal_year or 2024))
    assert again.about.layout == layout.id
    assert again.unrecognised == ()
    assert cells_of(again) == cells_of(document)


@st.composite
def accounts(draw: st.DrawFn, layout: Layout) -> Figures:
    """Figures for every statement of a layout with coded rows, in the unit the layout prints: no arithmetic holds, none is needed."""
    step = 10_000
    amounts = st.integers(1, 10**7).map(lambda n: n * step)
    cells: dict[CellKey, int] = {}
    for shape in layout.statements:
        if shape.id in {"income", "spending", "general"}:
            levels = [code for code in (*FUNCTION, "total") if code == "total" or {3: 1, 5: 2, 7: 3}[len(code)] in layout.page.code_levels]
            cells.update({(shape.id, item, column): draw(amounts) for item in levels for column in shape.columns})
    return Figures(cells)


@pytest.mark.parametrize("layout", layouts().values(), ids=lambda layout: layout.id)
def test_random_figures_come_back(layout: Layout) -> None:
    """Whatever the amounts, with and without thousands separators, trimmed zeros and total rows first or last.

    Nothing adds up in them, which a whole document would not take for its statements: they are read by themselves.
    """

    @given(accounts(layout))
    def comes_back(figures: Figures) -> None:
        again = cells_of(read_statements(read_blocks(statements_text(figures, layout)), frozenset(), "", layout.stage))
        assert {key: again.get(key) for key in figures.cells} == dict(figures.cells)

    comes_back()


@pytest.mark.parametrize(
    ("fen", "layout", "text"),
    [
        (298_480_000_00, "shandong-final", "29,848.00"),
        (49_99, "fujian-final", "0.00"),
        (50_00, "fujian-final", "0.01"),
        (-50_00, "fujian-final", "-0.01"),
        (1_234_567_890_00, "fujian-final", "123456.79"),
        (180_000_00, "anhui-budget", "18"),
        (2_805_560_0_00, "anhui-budget", "2805.56"),
    ],
)
def test_amounts_are_rounded_once_and_printed_as_the_layout_does(fen: int, layout: str, text: str) -> None:
    """Half up, away from zero; separators and trimmed zeros are the layout's."""
    assert printed(fen, layouts()[layout]) == text


@given(st.integers(-(10**13), 10**13))
def test_a_rounded_amount_is_the_nearest_printable_one(fen: int) -> None:
    """Within half of the last printed digit, and rounding again changes nothing."""
    layout = layouts()["fujian-final"]
    assert abs(rounded(fen, layout) - fen) <= 5_000
    assert rounded(rounded(fen, layout), layout) == rounded(fen, layout)


def test_a_table_without_figures_says_so() -> None:
    """The note is the layout's, with the year; an account that has figures has no such note."""
    layout = layouts()["fujian-final"]
    shape = next(one for one in layout.statements if one.id == "fund")
    empty = statement_table(Figures({("fund", "total", "income"): 0}), layout, shape, "某局", 2024)
    full = statement_table(Figures({("fund", "total", "income"): 5_000_000}), layout, shape, "某局", 2024)
    assert any("2024年度没有使用政府性基金预算" in note for note in empty.notes)
    assert not any("没有使用" in note for note in full.notes)
