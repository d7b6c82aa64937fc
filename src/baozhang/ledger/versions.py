"""Versions of records: a change names the version it was made from, so that nobody overwrites what they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from baozhang.errors import LedgerError
from baozhang.ledger.tables import EVENTS, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row, Value
    from baozhang.ledger.registers import Register

SEEN: Final = "seen"
"""The key of a row under which a change names the version it was made from; without it the change is meant to replace whatever is there."""


def versioned(connection: Connection, book: Book, register: Register, rows: Sequence[Row]) -> list[dict[str, Value]]:
    """Records with all fields and the version that follows; LedgerError when one was changed since it was seen, saying by whom."""
    table = TABLES[register.id]
    keys = [table.c[name] for name in register.key]
    highest = select(*keys, func.max(table.c.version)).where(table.c.book_id == book.id).group_by(*keys)
    versions = {tuple(key): int(version) for *key, version in connection.execute(highest)}
    complete = []
    for row in rows:
        key = tuple(row.get(name) for name in register.key)
        _unchanged_since(connection, book, register, row, versions.get(key, 0))
        versions[key] = versions.get(key, 0) + 1
        fields = {name: row.get(name) for name in register.names}
        complete.append({"version": versions[key], "withdrawn": bool(row.get("withdrawn", False)), **fields})
    return complete


def _unchanged_since(connection: Connection, book: Book, register: Register, row: Row, version: int) -> None:
    """Whether the version a change was made from is the last; a thing that is not there, or was withdrawn, may be entered as new."""
    seen = row.get(SEEN)
    if seen is None or version in {seen, 0}:
        return
    table = TABLES[register.id]
    key = [table.c[name] == row.get(name) for name in register.key]
    query = select(table.c.withdrawn, EVENTS.c.entered_by).join(EVENTS, EVENTS.c.id == table.c.event_id)
    withdrawn, who = connection.execute(query.where(table.c.book_id == book.id, table.c.version == version, *key)).one()
    if withdrawn and seen == 0:
        return
    named = "、".join(str(row.get(name)) for name in register.key)
    raise LedgerError(
        f"“{register.title}”{named} 未保存：您打开的是第 {seen} 版，{who}已改为第 {version} 版。请刷新后核对最新内容，再重新提交。"
    )
