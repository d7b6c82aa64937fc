"""What the derived tables are, and the queries that make them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of a statement, however often it is printed."""

    document_id: str
    """The document it belongs to."""
    statement: str
    """The statement."""
    item: str
    """The row."""
    col: str
    """The column."""
    fact: int
    """The first fact that prints it."""
    low: int
    """The figure, in fen: the least where it is printed with several."""
    high: int | None
    """The figure, in fen: the greatest where it is printed with several; empty in the lake where it is as `low`."""
    half_unit: int
    """Half a unit of the last digit printed, in fen."""
    repaired: int
    """1 where the reader mended it."""
    parent: str
    """The row it is a part of, or empty."""
    level: int
    """Level of the row; 0 where it has none."""


@dataclass(frozen=True, slots=True)
class OwnCellRow:
    """The cell that a claim speaks of; claims without one are left out."""

    document_id: str
    """The document it belongs to."""
    claim: int
    """The claim."""
    fact: int
    """The first fact that prints the cell."""
    low: int
    """The figure, in fen: the least where it is printed with several."""
    high: int | None
    """The figure, in fen: the greatest where it is printed with several; empty in the lake where it is as `low`."""
    half_unit: int
    """Half a unit of the last digit printed, in fen."""
    repaired: int
    """1 where the reader mended it."""


@dataclass(frozen=True, slots=True)
class SummedCellRow:
    """A cell with one figure that has rows directly below it, beside what these add up to in its column."""

    document_id: str
    """The document it belongs to."""
    statement: str
    """The statement."""
    item: str
    """The row."""
    col: str
    """The column."""
    fact: int
    """The first fact that prints the cell."""
    value: int
    """Its figure, in fen."""
    half_unit: int
    """Half a unit of its last digit printed, in fen."""
    items: int
    """How many rows there are below it."""
    found: int
    """How many of them have one figure in this column."""
    excess: int
    """What the cell has more than these figures add up to, in fen."""
    sum_half_unit: int
    """The halves of a unit of these figures together, in fen."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """Something that a document contains, as the `needs` of rules call it."""

    document_id: str
    """The document."""
    term: str
    """`overview`, `claims.change`, `claims.general:amount`, `section.fund` and so on."""


_RECORDS: Final[dict[str, type[DataclassInstance]]] = {
    "cells": CellRow, "own_cells": OwnCellRow, "summed_cells": SummedCellRow, "terms": TermRow,
}  # fmt: skip
"""Every derived table, each behind those it is made of."""

_READ: Final = re.compile(r"\b(?:from|join)\s+(\w+)")
_MADE: Final = re.compile(r"\b(\w+) as \(")
_COMMENT: Final = re.compile(r"--.*")
_SINCE: Final = re.compile(r"^-- since: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Derived:
    """One derived table: its name, the record that is a row, and the query that makes it.

    `since` is the day on which what the table says was last changed: rows that were kept before are not rows of this table.
    """

    name: str
    record: type[DataclassInstance]
    sql: str
    since: str

    @property
    def kept_as(self) -> str:
        """What the lake calls the table: `cells-2026-11-26`."""
        return f"{self.name}-{self.since}"

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The tables that the query reads."""
        return tuple(sorted(tables_read(self.sql)))


def without_comments(sql: str) -> str:
    """A query without its comments."""
    return _COMMENT.sub("", sql)


def tables_read(sql: str) -> set[str]:
    """The tables and views that a query reads, without those that it makes itself."""
    bare = without_comments(sql)
    return set(_READ.findall(bare)) - set(_MADE.findall(bare))


def _derived() -> dict[str, Derived]:
    folder = resources.files("baozhang.facts.derived")
    made = {}
    for name, record in _RECORDS.items():
        sql = (folder / f"{name}.sql").read_text(encoding="utf-8")
        made[name] = Derived(name, record, sql, _SINCE.findall(sql)[0])
    return made


DERIVED: Final[Mapping[str, Derived]] = _derived()
"""Every derived table by name, each behind those it is made of."""
