"""The example years: closing them reproduces every figure that the published documents print."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.ledger.books import create_book
from baozhang.ledger.closing import Closing, close
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.hub import fact_rows, statement_rows
from baozhang.ledger.journal import Journal
from baozhang.reading import read_file
from tests.ledger.samples import empty_store

if TYPE_CHECKING:
    from baozhang.facts.document import Document

YEARS: Final = Path(__file__).parents[2] / "examples" / "years"
SEEDS: Final = Path("/work/shared/seeds")
FOLDERS: Final = sorted(path for path in YEARS.iterdir() if path.is_dir())


def closed(folder: Path, place: Path) -> Closing:
    """The example year imported into a new store and closed."""
    about = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    store = empty_store(place)
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


def test_closing_is_reproducible(tmp_path: Path) -> None:
    """The same tables give the same digest, whatever the store."""
    assert closed(FOLDERS[0], tmp_path / "one.db").digest == closed(FOLDERS[0], tmp_path / "two.db").digest
