"""The tables of the store, the same on SQLite and PostgreSQL: journal, registers and closings. Nothing in them is ever changed.

A row of a register belongs to an event of the journal, which says who, when and from where. An entry is corrected by a row with the
opposite amount that names it in `reverses`; a record by a row with the next `version`. Two people who correct the same thing at once
collide on a unique key: the second is told, and nothing of theirs is half done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from baozhang.ledger.registers import Kind, Register, registers

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

Key: Final = BigInteger().with_variant(Integer, "sqlite")
"""A key of a row: SQLite counts up only a column of type INTEGER."""

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

BOOKS: Final = Table(
    "books",
    METADATA,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("department", String(200), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("layout", String(64), nullable=False),
    Column("stage", String(8), nullable=False),
    Column("region", String(64), nullable=False),
    UniqueConstraint("department", "fiscal_year", "stage"),
)
"""One budget year of one department, for its budget or for its final accounts."""

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("book_id", Key, ForeignKey("books.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("entered_by", String(64), nullable=False),
    Column("entered_at", String(32), nullable=False),
    Column("source", String(400), nullable=False),
    Column("reason", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
    UniqueConstraint("book_id", "number"),
)
"""The journal: one row per import, entry, correction, closing or reopening, numbered without gaps, chained by hash."""

CLOSINGS: Final = Table(
    "closings",
    METADATA,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("event_id", Key, ForeignKey("events.id"), nullable=False, unique=True),
    Column("book_id", Key, ForeignKey("books.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("scope", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("book_id", "number"),
)
"""One closing: what was true of the book at its event."""

FIGURES: Final = Table(
    "closed_figures",
    METADATA,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("closing_id", Key, ForeignKey("closings.id"), nullable=False, index=True),
    Column("statement", String(32), nullable=False),
    Column("item", String(64), nullable=False),
    Column("label", String(200), nullable=False),
    Column("parent", String(64), nullable=False),
    Column("level", Integer, nullable=False),
    Column("column", String(64), nullable=False),
    Column("exact", BigInteger, nullable=False),
    Column("printed", BigInteger, nullable=False),
    UniqueConstraint("closing_id", "statement", "item", "column"),
)
"""The figures of a closing: exact in fen, and as printed, rounded once to the unit of the layout (in fen)."""

_TYPES: Final[dict[Kind, TypeEngine[Any]]] = {
    Kind.TEXT: Text(),
    Kind.FILE: Text(),
    Kind.MONEY: BigInteger(),
    Kind.COUNT: BigInteger(),
    Kind.POINTS: BigInteger(),
    Kind.DATE: Date(),
    Kind.FLAG: Boolean(create_constraint=False),
}
_SHORT: Final = String(64)


def _columns(register: Register) -> list[Column[Any]]:
    return [Column(field.name, _TYPES.get(field.kind, _SHORT), nullable=not field.required) for field in register.fields]


def _table(register: Register) -> Table:
    correction = (
        [Column("version", Integer, nullable=False), Column("withdrawn", Boolean(create_constraint=False), nullable=False)]
        if register.records
        else [Column("reverses", Key, ForeignKey(f"{register.id}.id"), nullable=True, unique=True)]
    )
    constraints = [UniqueConstraint("book_id", *register.key, "version")] if register.records else []
    return Table(
        register.id,
        METADATA,
        Column("id", Key, primary_key=True, autoincrement=True),
        Column("book_id", Key, ForeignKey("books.id"), nullable=False),
        Column("event_id", Key, ForeignKey("events.id"), nullable=False),
        *correction,
        *_columns(register),
        *constraints,
        Index(f"ix_{register.id}_book_id", "book_id"),
    )


TABLES: Final[dict[str, Table]] = {register.id: _table(register) for register in registers().values()}
"""The table of each register, by its id."""
