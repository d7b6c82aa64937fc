"""The store: where the books lie. SQLite by default, PostgreSQL by connection string; the same tables and the same calls on both."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from baozhang.errors import LedgerError, UsageError
from baozhang.ledger.registers import registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_NO_BOOKS: Final = ("no such table", "no such column", "has no column named", "does not exist", "not a database")
"""What the engines say of a place that holds something else, or nothing."""
_WAIT: Final = 30
"""Seconds a writer waits for another one on SQLite."""


def _url(place: str | Path) -> str:
    text = str(place)
    if "://" not in text:
        return f"sqlite:///{Path(text).absolute()}"
    return text.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)


def _sqlite(engine: Engine) -> None:
    """Leave transactions to us: a writer takes the lock when it begins, so that it never has to give up half-way."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's connection has no common type
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT * 1000}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")


class Store:
    """An open store. `read()` and `write()` give a connection within one transaction: all of it happens or nothing."""

    def __init__(self, place: str | Path) -> None:
        """Open the store at a path (SQLite) or connection string; raises UsageError or LedgerError when it cannot be opened."""
        try:
            url = make_url(_url(place))
            self.engine = create_engine(url, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise UsageError(f"账套连接串有误或缺少数据库驱动：{place}。SQLite 请写文件路径，PostgreSQL 请写 postgresql://…。") from error
        sqlite = self.engine.dialect.name == "sqlite"
        self.place = str(url.database) if sqlite else url.render_as_string(hide_password=True)
        """Where the books lie, to be shown to users: without a password."""
        if sqlite:
            _sqlite(self.engine)
        elif self.engine.dialect.name != "postgresql":
            raise UsageError(f"不支持数据库 {self.engine.dialect.name}，请用 SQLite 或 PostgreSQL。")

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def upgrade(self) -> None:
        """Create the tables or bring them to the newest version; idempotent, and nothing that was entered changes."""
        with self._explained(), self.engine.begin() as connection:
            command.upgrade(migrations(connection), "head")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the books: what others write meanwhile is not seen."""
        self._present()
        with self._explained(), self.engine.connect() as connection:
            options: dict[str, Any] = {"reading": True}
            if self.engine.dialect.name == "postgresql":
                options["isolation_level"] = "REPEATABLE READ"
            with connection.execution_options(**options).begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that changes the books, kept when the block ends well."""
        self._present()
        with self._explained(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            said = str(error.orig)
            if any(words in said for words in _NO_BOOKS) and any(name in said for name in registers() if registers()[name].performance):
                raise LedgerError(f"账套 {self.place} 由较早的版本建立，没有绩效账的表。请先用 baozhang performance init 升级。") from error
            if any(words in said for words in _NO_BOOKS):
                if self._begun():
                    raise LedgerError(
                        f"账套 {self.place} 由旧版本建立，缺少本版本的表。请先备份，再用 baozhang year upgrade 升级；已有的账目不会改变。"
                    ) from error
                raise LedgerError(f"{self.place} 不是账套，或尚未建账。请先用 baozhang year init 建账。") from error
            if isinstance(error, OperationalError):
                raise LedgerError(f"账套 {self.place} 打不开或正被占用：{said.strip()}。请检查路径、权限或数据库服务后再试。") from error
            raise

    def refuse_others(self) -> None:
        """LedgerError when the place holds no tables of ours."""
        self._present()
        if not self._begun():
            raise LedgerError(f"{self.place} 不是账套，或尚未建账。请先用 baozhang year init 建账。")

    def _begun(self) -> bool:
        """Whether tables of ours were ever made here, by this version or an older one."""
        try:
            return inspect(self.engine).has_table("books")
        except DatabaseError:
            return False

    def _present(self) -> None:
        """Opening a SQLite file would make it: what only reads or enters must not leave an empty file behind."""
        path = self.engine.url.database
        if self.engine.dialect.name == "sqlite" and path and not Path(path).exists():
            raise LedgerError(f"没有账套 {path}。请核对位置，或先用 baozhang year init 建账。")


def migrations(connection: Connection | None = None) -> Config:
    """The configuration of Alembic for our migrations, on this connection."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("baozhang.ledger") / "migrations"))
    config.attributes["connection"] = connection
    return config
