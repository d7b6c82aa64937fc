"""What a book holds, register by register: current records, and entries with what was reversed taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.ledger.books import records_of, standing
from baozhang.ledger.registers import registers

if TYPE_CHECKING:
    from baozhang.ledger.books import Book, Row
    from baozhang.ledger.store import Store


def holdings(store: Store, book: Book) -> dict[str, list[Row]]:
    """The rows that count, by register; an entry and its reversal come to nothing and are both left out."""
    with store.read() as connection:
        held: dict[str, list[Row]] = {}
        for name, register in registers().items():
            held[name] = list(records_of(connection, book, name) if register.records else standing(connection, book, name))
    return held
