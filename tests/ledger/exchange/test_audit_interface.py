"""The books as auditors take them over: complete, adding up, and readable by whoever takes them in again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from lxml import etree

from baozhang.ledger.books import create_book
from baozhang.ledger.closing import close
from baozhang.ledger.exchange.audit_interface import audit_csv, audit_rows, audit_tables, audit_xml
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.journal import Journal
from tests.ledger.samples import empty_store

if TYPE_CHECKING:
    from baozhang.ledger.books import Value
    from baozhang.ledger.closing import Closing

YEAR: Final = Path(__file__).parents[3] / "examples" / "years" / "shandong-final-2024"
Rows = dict[str, list[dict[str, "Value"]]]


def kept(place: Path, files: list[Path]) -> Journal:
    """A new book with these files imported."""
    store = empty_store(place)
    journal = Journal(store, create_book(store, "某市医疗保障局", 2024, "shandong-final"), "会计一")
    import_files(journal, files)
    return journal


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    """The example year in a book."""
    return kept(tmp_path / "books.db", [YEAR])


@pytest.fixture(name="rows")
def _rows(journal: Journal) -> Rows:
    """The example year as the tables of the interface."""
    return audit_rows(journal.book, holdings(journal.store, journal.book))


def figures(closing: Closing) -> list[tuple[str, str, str, int]]:
    """What a closing says, without what it is compared with."""
    return [(one.statement, one.item, one.column, one.exact) for one in closing.figures if "." not in one.column]


def amounts(rows: list[dict[str, Value]], name: str) -> int:
    """A column of money added up, in fen."""
    return sum(value for row in rows if isinstance(value := row[name], int))


def test_every_table_has_its_columns(rows: Rows) -> None:
    """The definition and the rows agree; the example has something to say in every table."""
    assert list(rows) == [table.id for table in audit_tables()]
    for table in audit_tables():
        assert rows[table.id], table.title
        assert all(set(row) == {column.id for column in table.columns} for row in rows[table.id])


def test_the_tables_add_up(rows: Rows, journal: Journal) -> None:
    """Vouchers balance, monthly sums are those of the vouchers, payments are the spending, and indicators the budget it was spent from."""
    sides: dict[Value, int] = defaultdict(int)
    for line in rows["voucher"]:
        sides[line["number"]] += amounts([line], "debit") - amounts([line], "credit")
    assert set(sides.values()) == {0}
    assert amounts(rows["balance"], "debit") == amounts(rows["voucher"], "debit")
    closed = {(one.statement, one.item, one.column): one.exact for one in close(journal).figures}
    assert amounts(rows["payment"], "amount") == closed["spending", "total", "total"]
    assert amounts(rows["indicator"], "amount") == closed["spending", "total", "adjusted.total"]
    assert amounts(rows["contract"], "amount") == closed["disclosure", "procurement.total", "amount"]
    last = {(row["book"], row["account"]): row for row in rows["balance"]}
    assert (
        amounts([row for (_, account), row in last.items() if str(account).startswith("7")], "end") == closed["spending", "total", "total"]
    )


@pytest.mark.parametrize("zeros", [False, True], ids=["blank", "0.00"])
def test_vouchers_come_in_again(rows: Rows, journal: Journal, tmp_path: Path, *, zeros: bool) -> None:
    """The vouchers of the interface in a new book close to the same figures, whether the other side is blank or 0.00."""
    text = audit_csv(rows)["04-记账凭证.csv"]
    if zeros:
        lines = list(csv.DictReader(io.StringIO(text)))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(lines[0]))
        writer.writeheader()
        writer.writerows({key: value or ("0.00" if "发生额" in key else "") for key, value in line.items()} for line in lines)
        text = out.getvalue()
    file = tmp_path / "记账凭证.csv"
    file.write_text(text, encoding="utf-8")
    others = [one for one in sorted(YEAR.glob("*.csv")) if not one.stem.endswith("会计凭证")]
    assert figures(close(kept(tmp_path / "again.db", [*others, file]))) == figures(close(journal))


def test_both_forms_say_the_same(rows: Rows, journal: Journal) -> None:
    """The XML has every row and every value that the CSV has; the description names every column of every file."""
    files = {name.partition("-")[2].removesuffix(".csv"): list(csv.reader(io.StringIO(text))) for name, text in audit_csv(rows).items()}
    described = [(row[0], row[3]) for row in files.pop("格式说明")[1:]]
    assert described == [(table.title, column.name) for table in audit_tables() for column in table.columns]
    root = etree.fromstring(audit_xml(journal.book, rows))
    for title, (header, *lines) in files.items():
        found = [{one.tag: one.text for one in element} for element in root.iter(title)]
        assert found == [{name: value for name, value in zip(header, line, strict=True) if value} for line in lines]
    spent = sum(Decimal(element.text or "0") for element in root.iter("支付金额"))
    assert spent * 100 == amounts(rows["payment"], "amount")
