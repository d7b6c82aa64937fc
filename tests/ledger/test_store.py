"""The store: the same tables on both engines, rows that nobody can change, messages when it cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from baozhang.errors import LedgerError, UsageError
from baozhang.ledger.books import books, create_book, records
from baozhang.ledger.exchange.holdings import holdings
from baozhang.ledger.registers import registers
from baozhang.ledger.store import Store, migrations
from baozhang.ledger.tables import METADATA
from tests.ledger.samples import journal_in, spent

if TYPE_CHECKING:
    from pathlib import Path


def test_migrations_make_exactly_the_tables_of_the_models(store: Store) -> None:
    """`alembic check` finds nothing to do, and upgrading again changes nothing."""
    store.upgrade()
    with store.engine.begin() as connection:
        command.check(migrations(connection))


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_no_table_lets_a_row_be_changed_or_removed(sqlite: Store, table: str) -> None:
    query = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name ORDER BY name")
    with sqlite.engine.connect() as connection:
        names = list(connection.execute(query, {"name": table}).scalars())
    assert names == [f"keep_{table}_delete", f"keep_{table}_update"]


@pytest.mark.parametrize(
    "statement", ["UPDATE vouchers SET amt = 1", "DELETE FROM vouchers", "DELETE FROM events", "UPDATE books SET region = 'x'"]
)
def test_rows_are_kept_whoever_asks(store: Store, statement: str) -> None:
    journal_in(store).append({"vouchers": spent(100)}, "录入")
    with pytest.raises(DBAPIError, match="只能追加"), store.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_table_cannot_be_emptied_on_postgres(postgres: Store) -> None:
    journal_in(postgres)
    with pytest.raises(DBAPIError, match="只能追加"), postgres.engine.begin() as connection:
        connection.execute(text("TRUNCATE vouchers CASCADE"))


def test_a_file_that_holds_no_books_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with Store(tmp_path / "empty.db") as store, pytest.raises(LedgerError, match="尚未建账"):
        books(store)
    with Store(tmp_path / "nothing.db") as store, pytest.raises(LedgerError, match="没有账套"):
        books(store)
    assert not (tmp_path / "nothing.db").exists()
    (tmp_path / "text.db").write_text("这不是数据库" * 200, encoding="utf-8")
    with Store(tmp_path / "text.db") as store, pytest.raises(LedgerError, match=r"不是账套|打不开"):
        books(store)


def test_books_of_an_older_version_are_upgraded_and_keep_what_they_hold(tmp_path: Path) -> None:
    """What lacks tables of this version says so, and how to help it; whoever upgrades finds every row again."""
    with Store(tmp_path / "old.db") as store:
        with store.engine.begin() as connection:
            command.upgrade(migrations(connection), "0001")
        book = create_book(store, "某市医疗保障局", 2024, "fujian-final")
        with pytest.raises(LedgerError, match=r"旧版本建立.*year upgrade"):
            holdings(store, book)
        store.upgrade()
        assert books(store) == [book]
        assert holdings(store, book)["vouchers"] == []
    (tmp_path / "empty.db").touch()
    with Store(tmp_path / "empty.db") as store, pytest.raises(LedgerError, match="尚未建账"):
        store.refuse_others()


def test_a_place_nobody_can_write_is_named(tmp_path: Path) -> None:
    with Store(tmp_path / "missing" / "books.db") as store, pytest.raises(LedgerError, match="打不开"):
        store.upgrade()


@pytest.mark.parametrize("place", ["mysql://x/y", "nonsense://", "oracle://a@b/c"])
def test_other_databases_are_refused(place: str) -> None:
    with pytest.raises(UsageError, match=r"连接串|不支持"):
        Store(place)


def test_a_password_is_not_shown() -> None:
    assert "geheim" not in Store("postgresql://app:geheim@localhost/books").place


def test_books_of_an_earlier_version_are_told_how_to_go_on(tmp_path: Path) -> None:
    """What was kept before there was performance: the message names the command that makes the tables, and then they are there."""
    with Store(tmp_path / "books.db") as store:
        with store.engine.begin() as connection:
            command.upgrade(migrations(connection), "0002")
        journal = journal_in(store)
        with pytest.raises(LedgerError, match="performance init"), store.read() as connection:
            records(connection, journal.book, registers()["performance_programmes"])
        store.upgrade()
        with store.read() as connection:
            assert records(connection, journal.book, registers()["performance_programmes"]) == {}
        assert journal.verify() == []
