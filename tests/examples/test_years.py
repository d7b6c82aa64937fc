"""The example years: closing them reproduces every figure that the published documents print."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.compiling.compile import compile_account
from baozhang.compiling.formats.text import to_text
from baozhang.ledger.books import create_book
from baozhang.ledger.closing import Closing, close
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.hub import fact_rows, statement_rows
from baozhang.ledger.journal import Journal
from baozhang.publishing.closed_account import beside, closed_account
from baozhang.reading import read_file, read_text
from tests.ledger.samples import empty_store

if TYPE_CHECKING:
    from baozhang.facts.document import Document
    from baozhang.ledger.store import Store

YEARS: Final = Path(__file__).parents[2] / "examples" / "years"
SEEDS: Final = Path("/work/shared/seeds")
FOLDERS: Final = sorted(path for path in YEARS.iterdir() if path.is_dir())


def closed(folder: Path, place: Path, store: Store | None = None) -> Closing:
    """The example year imported into a store, by default a new one, and closed."""
    about = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    store = store or empty_store(place)
    journal = Journal(store, create_book(store, about["department"], about["fiscal_year"], about["layout"]), "会计一")
    import_files(journal, [folder])
    return close(journal)


@cache
def _read(path: Path) -> Document:
    return read_file(path)


def published(folder: Path) -> Document:
    """The document an example year was made from: the one of its layout and year."""
    documents = (_read(path) for path in sorted(SEEDS.glob("*.txt")))
    return next(one for one in documents if f"{one.about.layout}-{one.about.fiscal_year}" == folder.name)


def test_there_is_a_year_per_published_document() -> None:
    assert len(FOLDERS) == 5


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the published documents are not at {SEEDS}")
def test_closing_reproduces_every_published_cell(folder: Path, tmp_path: Path) -> None:
    """Cell by cell and to the fen of the printed unit; what is closed beyond the document is zero or in a table it does not print."""
    closing, document = closed(folder, tmp_path / "books.db"), published(folder)
    ours = {(row.statement, row.item, row.column): row.value for row in fact_rows(closing)}
    theirs = {(row.statement, row.item, row.column): row.value for row in document.facts}
    assert [(cell, value, ours.get(cell)) for cell, value in theirs.items() if ours.get(cell, None if value else 0) != value] == []
    printed = {row.statement for row in document.statements}
    assert [(cell, value) for cell, value in ours.items() if value and cell not in theirs and cell[0] in printed] == []
    assert {row.statement for row in statement_rows(closing)} >= printed


STATED_OTHERWISE: Final = {
    "anhui-budget-2024": {
        # the changes of the items add up to 5 万元 less than the change that is stated for all: one item had nothing the year before
        ("general", "2080109", "total", "change"),
        # printed with one decimal, 75.3, while the tables give 75.27
        ("disclosure", "operating_expenses", "amount", "amount"),
        ("disclosure", "operating_expenses", "amount", "change"),
        ("disclosure", "operating_expenses", "amount", "change_pct"),
    },
    "fujian-budget-2025": {
        # the sums of the classes of the table are 0.01 万元 off the figures of the text
        ("basic", "staff", "amount", "amount"),
        ("basic", "operating_cost", "amount", "amount"),
    },
    "fujian-final-2023": {
        # 0.01 万元 off the table
        ("general", "total", "basic", "amount"),
        # stated as completed by 100% while the one of its parts that has a budget was completed by 83%
        ("three_public", "total", "final", "completion"),
        # stated as 0% though goods alone do not come to what small and medium-sized suppliers got
        ("disclosure", "procurement.sme_services", "amount", "share"),
    },
}
"""Figures of the explanations that contradict their own document, and why ours differ."""


def _claimed(document: Document) -> dict[tuple[str, str, str, str, str], set[int]]:
    found: dict[tuple[str, str, str, str, str], set[int]] = {}
    for one in document.claims:
        if one.kind not in {"mention", "comparison"}:
            value = one.value * one.direction if one.kind == "change" else one.value
            found.setdefault((one.statement, one.item, one.column, one.kind, one.base), set()).add(value)
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the published documents are not at {SEEDS}")
def test_the_explanation_states_what_was_published(folder: Path, tmp_path: Path) -> None:
    """What both documents tell they tell with the same figures: amounts, changes, rates, counts; and most of what is told is in both."""
    store = empty_store(tmp_path / "books.db")
    closing = closed(folder, tmp_path / "books.db", store)
    with store.read() as connection:
        account = closed_account(closing, beside(connection, closing.book))
    publication = compile_account(account)
    assert publication.missing == ()
    ours, theirs = _claimed(read_text(to_text(publication))), _claimed(published(folder))
    both = ours.keys() & theirs.keys()
    assert len(both) > 0.6 * len(theirs)
    assert {key[:4] for key in both if not ours[key] & theirs[key]} == STATED_OTHERWISE.get(folder.name, set())


def test_closing_is_reproducible(tmp_path: Path) -> None:
    """The same tables give the same digest, whatever the store."""
    assert closed(FOLDERS[0], tmp_path / "one.db").digest == closed(FOLDERS[0], tmp_path / "two.db").digest


def test_the_words_beside_a_name_are_those_of_the_registers(tmp_path: Path) -> None:
    """Kind and unit of a project, item of a purchase: an office does not publish such columns empty."""
    store = empty_store(tmp_path / "books.db")
    closing = closed(next(one for one in FOLDERS if one.name.startswith("anhui")), tmp_path / "books.db", store)
    with store.read() as connection:
        text = to_text(compile_account(closed_account(closing, beside(connection, closing.book))))
    assert "特定目标类\t欺诈骗取医保基金行为举报奖励\t医疗保障服务中心\t5" in text
    assert "采购项目2\t品目2\t0.4" in text
