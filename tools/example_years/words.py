"""The words of an example department: its duties and work, and a reason for every change that its document must explain (words.toml)."""

from __future__ import annotations

import re
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from baozhang.compiling.compile import compile_account
from baozhang.ledger.books import create_book
from baozhang.ledger.closing import close
from baozhang.ledger.journal import Journal
from baozhang.ledger.store import Store
from baozhang.publishing.closed_account import beside, closed_account

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from baozhang.compiling.account import Account
    from baozhang.ledger.books import Row
    from baozhang.taxonomy.layouts import Layout

_CELL: Final = re.compile(r"(\w+)\[([\w.]+)\]\.([\w.]+?)(?::(initial|adjusted))?")


def texts_of(batch: Mapping[str, Sequence[Row]], layout: Layout, year: int) -> list[Row]:
    """Every entry of 部门文字 that the document of these registers asks for."""
    words = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    numbered = {"职责": words["duties"], "任务": words["work"][layout.stage], "绩效": words["performance"][layout.stage]}
    told = [(f"{place}.{number}", text) for place, texts in numbered.items() for number, text in enumerate(texts, 1)]
    return [{"text_key": key, "content": text} for key, text in (*told, *_asked(_account(batch, layout, year), words))]


def _account(batch: Mapping[str, Sequence[Row]], layout: Layout, year: int) -> Account:
    """The registers closed, in a store that is thrown away."""
    with tempfile.TemporaryDirectory() as folder, Store(f"{folder}/books.db") as store:
        store.upgrade()
        book = create_book(store, str(batch["units"][0]["agency_name"]), year, layout.id)
        journal = Journal(store, book, "示例")
        journal.append(batch, "示例")
        closing = close(journal)
        with store.read() as connection:
            return closed_account(closing, beside(connection, book))


class _Asking(dict[str, str]):
    """Reasons that note which of them were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_asked: dict[str, None] = {}

    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override]  # a reason is always text
        self.keys_asked[key] = None
        return default or ""


def _asked(account: Account, words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    reasons = _Asking()
    publication = compile_account(replace(account, reasons=reasons))
    for code in (match[1] for one in publication.missing if (match := re.search(r"用途\.(\d+)", one))):
        yield f"用途.{code}", words["uses"][code]
    for key in reasons.keys_asked:
        match = _CELL.fullmatch(key)
        item = match[2] if match else key
        found = words["reasons"].get(key.partition(":")[0]) or words["reasons"].get(item) or words["reasons"]["*"]
        yield f"原因.{key}", found["more" if _rise(account, key) else "less"]


def _rise(account: Account, key: str) -> bool:
    """Whether the figure that a reason explains rose."""
    match = _CELL.fullmatch(key)
    if match is None:
        before = next(account.details[name] for name in (f"{key}.prior", f"{key}.initial") if name in account.details)
        return account.details[key] > before
    statement, item, column, against = match.groups()
    now = account.figures.amount(statement, item, column)
    if against == "adjusted":
        return now > account.figures.amount(statement, item, "budget")
    base = account.initial if against == "initial" else account.prior
    return now > (base.amount(statement, item, column) if base else 0)
