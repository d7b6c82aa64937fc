"""Stores to test on: SQLite always, PostgreSQL where the machine has it (one server per session, a database per test)."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import create_engine, text

from baozhang.ledger.store import Store
from tests.ledger.samples import empty_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATABASES: Final = count(1)


@pytest.fixture(scope="session", name="template")
def _template(postgres_server: str) -> str:
    """A database with the tables made, to be copied: making them anew for every test would take most of the time."""
    engine = create_engine(postgres_server.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE template_books"))
    engine.dispose()
    with Store(postgres_server.replace("NAME", "template_books")) as store:
        store.upgrade()
    return "template_books"


@pytest.fixture(name="postgres")
def _postgres(postgres_server: str, template: str) -> Iterator[Store]:
    """An empty store on PostgreSQL."""
    name = f"books{next(_DATABASES)}"
    engine = create_engine(postgres_server.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    with Store(postgres_server.replace("NAME", name)) as store:
        yield store


@pytest.fixture(name="sqlite")
def _sqlite(tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite."""
    with empty_store(tmp_path / "books.db") as store:
        yield store


@pytest.fixture(name="store", params=["sqlite", "postgres"])
def _store(request: pytest.FixtureRequest) -> Store:
    """Each of the two stores in turn."""
    store: Store = request.getfixturevalue(request.param)
    return store
