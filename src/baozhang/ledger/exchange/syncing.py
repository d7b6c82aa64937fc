"""Tables of another system that come again: what is the same is passed over, what changed replaces what came before, what was deleted goes.

Rows are told apart by the keys of the system they come from (`Register.synced`). Entries are never changed: the old one is reversed and
the new one entered beside it, in one event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from baozhang.ledger.books import records, standing
from baozhang.ledger.journal import opposite
from baozhang.ledger.registers import registers
from baozhang.ledger.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row, Value
    from baozhang.ledger.registers import Register

    Identity = tuple[Value, ...]

_KEY: Final = "source_key"


@dataclass(slots=True)
class Synced:
    """What is to be entered after the comparison with the book, and what the user should know of it (Chinese)."""

    batch: dict[str, list[Row]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def synced(connection: Connection, book: Book, batch: Mapping[str, Sequence[Row]], withdrawn: Mapping[str, Sequence[Row]]) -> Synced:
    """Compare rows, and those deleted where they come from, with what the book already took from there."""
    made = Synced()
    for name in [name for name in registers() if name in batch or name in withdrawn]:
        register, rows = registers()[name], batch.get(name, ())
        gone = [row for row in withdrawn.get(name, ()) if row.get(_KEY)]
        if register.synced and (gone or any(row.get(_KEY) for row in rows)):
            _compare(connection, book, register, rows, gone, made)
        elif rows:
            made.batch[name] = list(rows)
    return made


def _compare(connection: Connection, book: Book, register: Register, rows: Sequence[Row], gone: Sequence[Row], made: Synced) -> None:
    held = _held(connection, book, register)
    fresh: list[Row] = []
    same = changed = removed = 0
    for row in rows:
        before = held.get(_identity(register, row)) if row.get(_KEY) else None
        if before is None:
            fresh.append(row)
            continue
        after = {**{name: before[name] for name in register.names}, **row}  # what this table has no column for stays as it was
        if all(after[name] == before[name] for name in register.names):
            same += 1
        else:
            fresh += [after] if register.records else [opposite(register, before), after]
            changed += 1
    for row in gone:
        before = held.get(_identity(register, row))
        if before is not None:
            kept = {name: before[name] for name in register.names}
            fresh.append({**kept, "withdrawn": True} if register.records else opposite(register, before))
            removed += 1
    if fresh:
        made.batch[register.id] = fresh
    words = ((same, "行账上已有，没有重复记"), (changed, "行与账上不同，已更正"), (removed, "行在来源系统中已删除，账上已撤销"))
    made.told += [f"{register.title}：{count} {word}" for count, word in words if count]


def _identity(register: Register, row: Row) -> Identity:
    return tuple(row.get(name) for name in register.synced)


def _held(connection: Connection, book: Book, register: Register) -> dict[Identity, Row]:
    """What the book holds of other systems, by identity: current records, and entries that are not reversed."""
    if register.records:
        return {_identity(register, row): row for row in records(connection, book, register).values()}
    table = TABLES[register.id]
    if connection.execute(select(table.c.id).where(table.c.book_id == book.id, table.c[_KEY].is_not(None)).limit(1)).first() is None:
        return {}
    return {_identity(register, row): row for row in standing(connection, book, register.id) if row[_KEY] is not None}
