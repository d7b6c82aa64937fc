"""The statutory statements: canonical ids, row axes, columns and every word they are known by (data/statements.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final, TypedDict

from baozhang.errors import UsageError


class RowAxis(StrEnum):
    """What the rows of a statement are."""

    FUNCTION = "function"
    """Function codes 类/款/项 and a total row."""
    ECONOMIC = "economic"
    """Economic codes 类/款, printed as one list or as several blocks side by side."""
    TWO_SIDED = "two-sided"
    """Income items on the left, spending classes on the right."""
    THREE_PUBLIC = "three-public"
    """The six items of the three public expenses, printed down or across."""
    NAMED = "named"
    """Projects or purchases by name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: canonical id and the header words it goes by, the usual one first."""

    id: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A fixed row item: canonical id, the labels it goes by as they are read (marks in half width), and the usual one as it is printed."""

    id: str
    labels: tuple[str, ...]
    printed: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statutory statement. `left` and `right` are its fixed items (function classes on the right are not listed)."""

    id: str
    title: str
    axis: RowAxis
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    left: tuple[Item, ...]
    right: tuple[Item, ...]
    label_headers: tuple[str, ...]
    sums: tuple[tuple[str, ...], ...]
    """Row sums: a total column followed by its parts; used to choose between possible alignments of a damaged row."""

    def column(self, column_id: str) -> Column:
        """The column with this id; UsageError when the statement has none."""
        found = next((column for column in self.columns if column.id == column_id), None)
        if found is None:
            raise UsageError(f"{self.title}没有栏目 {column_id}")
        return found


class _ColumnData(TypedDict):
    id: str
    headers: list[str]


class _ItemData(TypedDict):
    id: str
    labels: list[str]


class _StatementData(TypedDict, total=False):
    id: str
    title: str
    rows: str
    titles: list[str]
    columns: list[_ColumnData]
    left: list[_ItemData]
    right: list[_ItemData]
    label: list[str]
    sums: list[list[str]]


class _StatementsFile(TypedDict):
    statement: list[_StatementData]


_AS_READ: Final = str.maketrans("（）：，；", "():,;")
"""Marks are printed in full width and read in half width, where both are the same."""


def _items(entries: list[_ItemData]) -> tuple[Item, ...]:
    return tuple(Item(entry["id"], tuple(label.translate(_AS_READ) for label in entry["labels"]), entry["labels"][0]) for entry in entries)


def _statement(data: _StatementData) -> Statement:
    return Statement(
        data["id"],
        data["title"],
        RowAxis(data["rows"]),
        tuple(data["titles"]),
        tuple(Column(column["id"], tuple(header.translate(_AS_READ) for header in column["headers"])) for column in data["columns"]),
        _items(data.get("left", [])),
        _items(data.get("right", [])),
        tuple(data.get("label", [])),
        tuple(tuple(columns) for columns in data.get("sums", [])),
    )


@cache
def statements() -> dict[str, Statement]:
    """All statements by canonical id, in the order of the accounts."""
    text = (resources.files("baozhang.taxonomy") / "data" / "statements.toml").read_text(encoding="utf-8")
    file: _StatementsFile = tomllib.loads(text)  # type: ignore[assignment]  # a test validates the shape of the file
    return {entry["id"]: _statement(entry) for entry in file["statement"]}
