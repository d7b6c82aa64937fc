"""The journal: the only way in. Every change is an event that appends rows; it is kept whole or not at all.

Events are numbered without gaps and chained: the hash of each covers its rows, its head and the hash before it, so that a row which was
smuggled in, changed or removed behind the program's back is found by `verify`.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import desc, insert, select, text
from sqlalchemy.exc import IntegrityError

from baozhang.errors import LedgerError
from baozhang.ledger.books import state_of
from baozhang.ledger.registers import Kind, registers
from baozhang.ledger.tables import EVENTS, TABLES
from baozhang.ledger.versions import SEEN, versioned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row, Value
    from baozhang.ledger.registers import Register
    from baozhang.ledger.store import Store

_HEAD: Final = ("number", "kind", "entered_by", "entered_at", "source", "reason", "rows", "digest")
_OURS: Final = ("reverses", "version", "withdrawn")
_LISTED: Final = 500
"""Most ids named in one query."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the journal: who did what when, from which source, with how many rows."""

    id: int
    number: int
    kind: str
    entered_by: str
    entered_at: str
    source: str
    reason: str
    rows: int
    digest: str
    chain: str


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _plain(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def digest_of(batch: Mapping[str, Iterable[Row]]) -> str:
    """SHA-256 of rows by register, independent of the database they are stored in.

    Fields that a later version added count where they are filled: rows that were written without them keep their digest.
    """
    made = hashlib.sha256()
    for name, register in registers().items():
        fields = (*_OURS, *(field.name for field in register.fields if not field.added))
        added = [field.name for field in register.fields if field.added]
        for row in batch.get(name, ()):
            later = [[field, _plain(row[field])] for field in added if row.get(field) is not None]
            made.update(json.dumps([name, *(_plain(row.get(field)) for field in fields), *later], ensure_ascii=False).encode())
    return made.hexdigest()


def _chained(before: str, head: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps([before, *(head[name] for name in _HEAD)], ensure_ascii=False).encode()).hexdigest()


class Journal:
    """The journal of one book, written by one person. `clock` gives the time of entry (ISO 8601)."""

    def __init__(self, store: Store, book: Book, by: str, clock: Callable[[], str] = _now) -> None:
        """Write to `book` in `store` as `by`."""
        self.store, self.book, self.by, self.clock = store, book, by, clock

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction in which nobody else writes to this book."""
        with self.store.write() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:book)"), {"book": self.book.id})
            yield connection

    def append(self, batch: Mapping[str, Sequence[Row]], source: str, *, kind: str = "entry", reason: str = "") -> Event:
        """Add rows, by register; records that name no version `seen` replace what is there. LedgerError when the year is closed."""
        with self.writing() as connection:
            return self.append_within(connection, batch, source, kind=kind, reason=reason)

    def append_within(
        self, connection: Connection, batch: Mapping[str, Sequence[Row]], source: str, *, kind: str = "entry", reason: str = ""
    ) -> Event:
        """As `append`, in a transaction the caller holds (see `writing`)."""
        late = all(registers()[name].after_closing for name, rows in batch.items() if rows)
        if not late and state_of(connection, self.book) == "closed":
            raise LedgerError(f"{self.book.fiscal_year} 年度已结账，不能再记账。确需更正的，请先写明原因重新打开年度账。")
        complete = {name: self._complete(connection, registers()[name], rows) for name, rows in batch.items() if rows}
        event = self.note(connection, kind, source, reason, sum(map(len, complete.values())), digest_of(complete))
        for name, rows in complete.items():
            self._insert(connection, registers()[name], rows, event)
        return event

    def note(self, connection: Connection, kind: str, source: str, reason: str, rows: int, digest: str) -> Event:
        """Write the head of an event, numbered and chained to the one before."""
        query = select(EVENTS.c.number, EVENTS.c.chain).where(EVENTS.c.book_id == self.book.id).order_by(desc(EVENTS.c.number)).limit(1)
        number, before = connection.execute(query).first() or (0, "")
        head: dict[str, str | int] = {
            "number": number + 1, "kind": kind, "entered_by": self.by, "entered_at": self.clock(), "source": source[-400:],
            "reason": reason, "rows": rows, "digest": digest,
        }  # fmt: skip
        chain = _chained(before, head)
        made = connection.execute(insert(EVENTS).values(book_id=self.book.id, **head, chain=chain).returning(EVENTS.c.id))
        return _event({**head, "id": made.scalar_one(), "chain": chain})

    def _complete(self, connection: Connection, register: Register, rows: Sequence[Row]) -> list[dict[str, Value]]:
        """The rows with all fields; records with the version that follows."""
        names = register.names
        if not register.records:
            return [{"reverses": row.get("reverses"), **{name: row.get(name) for name in names}} for row in rows]
        return versioned(connection, self.book, register, rows)

    def _insert(self, connection: Connection, register: Register, rows: Sequence[Row], event: Event) -> None:
        links: dict[str, Value] = {"book_id": self.book.id, "event_id": event.id}
        try:
            connection.execute(insert(TABLES[register.id]), [{**links, **row} for row in rows])
        except IntegrityError as error:
            what = "有人已先一步修改了同一条记录" if register.records else "其中有分录已被冲销"
            raise LedgerError(f"“{register.title}”未保存：{what}。请刷新后核对最新内容，再重新提交。") from error

    def reverse(self, register_id: str, ids: Sequence[int], reason: str) -> Event:
        """Correct entries by entries with the opposite amounts; each can be reversed once. LedgerError when one is not there."""
        register = registers()[register_id]
        if register.records:
            raise LedgerError(f"“{register.title}”按版本更正，不能冲销。")
        if not reason.strip():
            raise LedgerError("冲销必须写明原因。")
        with self.writing() as connection:
            rows = [row for at in range(0, len(ids), _LISTED) for row in self._rows(connection, register, ids[at : at + _LISTED])]
            if len(rows) != len(set(ids)):
                raise LedgerError(f"“{register.title}”里没有其中的分录，未作冲销。请核对编号。")
            turned = [opposite(register, row) for row in rows]
            return self.append_within(connection, {register_id: turned}, "冲销", kind="reversal", reason=reason)

    def reverse_event(self, number: int, reason: str) -> Event:
        """Correct every entry of an event at once, such as an import by mistake; LedgerError when there is nothing to reverse."""
        if not reason.strip():
            raise LedgerError("冲销必须写明原因。")
        with self.writing() as connection:
            event = select(EVENTS.c.id).where(EVENTS.c.book_id == self.book.id, EVENTS.c.number == number)
            batch = {}
            for name, register in registers().items():
                if not register.records:
                    table = TABLES[name]
                    query = select(table).where(table.c.event_id.in_(event), table.c.reverses.is_(None)).order_by(table.c.id)
                    batch[name] = [opposite(register, dict(row)) for row in connection.execute(query).mappings()]
            if not any(batch.values()):
                raise LedgerError(f"第 {number} 号记录没有可以冲销的分录。")
            return self.append_within(connection, batch, f"冲销第 {number} 号记录", kind="reversal", reason=reason)

    def _rows(self, connection: Connection, register: Register, ids: Sequence[int]) -> list[dict[str, Value]]:
        table = TABLES[register.id]
        query = select(table).where(table.c.book_id == self.book.id, table.c.id.in_(ids)).order_by(table.c.id)
        return [dict(row) for row in connection.execute(query).mappings()]

    def revise(self, register_id: str, row: Row, seen: int, reason: str = "") -> Event:
        """A new version of a record, made from version `seen` (0: a new record); LedgerError when somebody else was first."""
        return self.append({register_id: [{**row, SEEN: seen}]}, "修改", reason=reason)

    def events(self) -> list[Event]:
        """Every event of the book, in order."""
        with self.store.read() as connection:
            rows = connection.execute(select(EVENTS).where(EVENTS.c.book_id == self.book.id).order_by(EVENTS.c.number)).mappings()
            return [_event(dict(row)) for row in rows]

    def verify(self) -> list[str]:
        """What does not agree with the chain, one sentence each; empty when every event and row is as it was written."""
        wrong, before = [], ""
        for number, event in enumerate(self.events(), 1):
            head = {name: getattr(event, name) for name in _HEAD}
            if event.number != number or event.chain != _chained(before, head):
                wrong.append(f"第 {event.number} 号记录的链校验不符")
            if event.kind not in {"close", "reopen"} and event.digest != self._stored_digest(event):
                wrong.append(f"第 {event.number} 号记录（{event.source}）的账目与记录时不符")
            before = event.chain
        return wrong

    def _stored_digest(self, event: Event) -> str:
        with self.store.read() as connection:
            batch = {}
            for name, table in TABLES.items():
                rows = connection.execute(select(table).where(table.c.event_id == event.id).order_by(table.c.id)).mappings()
                batch[name] = [dict(row) for row in rows]
        return digest_of(batch)


def opposite(register: Register, row: Row) -> dict[str, Value]:
    """The entry that reverses a stored one: its amounts turned, and its number in `reverses`."""
    turned = {field.name for field in register.fields if field.kind in {Kind.MONEY, Kind.COUNT}}
    amounts = {name: -value for name, value in row.items() if name in turned and isinstance(value, int)}
    return {**{name: row[name] for name in register.names}, **amounts, "reverses": row["id"]}


def _event(row: Mapping[str, object]) -> Event:
    return Event(*(row[name] for name in ("id", *_HEAD, "chain")))  # type: ignore[arg-type]  # the columns have these types
