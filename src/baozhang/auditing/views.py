"""Shared views: what several rules ask of the hub first, made once per batch and read by them like a hub table.

A view is a file `views/<name>.sql`: a first comment that says what a row is, then one query over hub tables, reference tables
and other views, in the dialect of the rules. Derived tables are views as well: the lake keeps their rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.facts.derived import DERIVED, tables_read, without_comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DERIVED_VIEWS: Final = ("cells", "own_cells", "summed_cells")
"""The derived tables that rules read."""


@dataclass(frozen=True, slots=True)
class View:
    """One shared view: its name and its query."""

    name: str
    sql: str


@cache
def shared_views() -> tuple[View, ...]:
    """All shared views, each behind those it reads. UsageError when two read each other."""
    folder = resources.files("baozhang.auditing") / "views"
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    waiting = {name: DERIVED[name].sql for name in DERIVED_VIEWS}
    waiting |= {path.name.removesuffix(".sql"): path.read_text(encoding="utf-8") for path in files}
    ordered: list[View] = []
    while waiting:
        ready = [name for name, sql in waiting.items() if not tables_read(sql) & waiting.keys()]
        if not ready:
            msg = f"共用视图互相引用：{'、'.join(waiting)}"
            raise UsageError(msg)
        ordered.extend(View(name, waiting.pop(name)) for name in ready)
    return tuple(ordered)


def named(queries: Iterable[str], names: Iterable[str]) -> set[str]:
    """Which of the names stand in the queries: not in a comment alone, nor for a table that the query makes itself."""
    bare = [*map(without_comments, queries)]
    return {name for name in names if any(name in sql and _stands_in(name, sql) for sql in bare)}


def _stands_in(name: str, sql: str) -> bool:
    return bool(re.search(rf"\b{name}\b", sql)) and not re.search(rf"\b{name} as \(", sql)


def views_read(queries: Sequence[str]) -> list[View]:
    """The shared views that queries read, themselves or through others, each behind those it reads."""
    known = shared_views()
    read = named(queries, [view.name for view in known])
    for view in reversed(known):
        if view.name in read:
            read |= named([view.sql], [one.name for one in known])
    return [view for view in known if view.name in read]
