"""Stores to test on: SQLite always, PostgreSQL where the machine has it (one server per session, a database per test)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import create_engine, text

from baozhang.ledger.store import Store
from tests.ledger.samples import empty_store

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATABASES: Final = count(1)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_postgres(command: str) -> None:
    """PostgreSQL refuses to run as root."""
    call = ["su", "postgres", "-s", "/bin/bash", "-c", command] if os.geteuid() == 0 else ["/bin/bash", "-c", command]
    subprocess.run(call, check=True, capture_output=True)  # noqa: S603  # a fixed command of the test


@pytest.fixture(scope="session", name="postgres_server")
def _postgres_server() -> Iterator[str]:
    """The URL of a server of our own, on a Unix socket only, without its database."""
    programs = _programs()
    if programs is None or (os.geteuid() == 0 and shutil.which("su") is None):
        pytest.skip("PostgreSQL is not installed (looked for /usr/lib/postgresql/*/bin)")
    folder = Path(tempfile.mkdtemp(prefix="baozhang-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _as_postgres(f"{programs}/initdb -D {folder}/d -A trust -U app --no-sync -E UTF8 --locale=C.UTF-8")
        options = f"-k {folder} -p 55999 -c listen_addresses='' -c fsync=off -c max_connections=40"
        _as_postgres(f'{programs}/pg_ctl -D {folder}/d -w -t 180 -l {folder}/log -o "{options}" start')
        try:
            yield f"postgresql+psycopg://app@/NAME?host={folder}&port=55999"
        finally:
            _as_postgres(f"{programs}/pg_ctl -D {folder}/d -m immediate -w stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
