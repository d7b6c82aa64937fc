"""Layouts: how one province prints one kind of document. One data file both reads and writes (data/layouts/*.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from baozhang.errors import UsageError
from baozhang.taxonomy.printing import PRINTING_KEYS, Page, Printing, parse_page, parse_printing
from baozhang.taxonomy.statements import statements

_LAYOUT_KEYS: Final = {
    "id", "title", "stage", "valid_from", "source", "region", "unit", "decimals", "blank_is_zero", "grouped", "comparison",
    "three_public_basis", "small_share_of", "operating_comparison", "fallback", "template", "reason_percent",
}  # fmt: skip
_STATEMENT_KEYS: Final = {"id", "number", "title", "columns", "left", "right", "blocks", *PRINTING_KEYS}


@dataclass(frozen=True, slots=True)
class StatementLayout:
    """How a layout prints one statement: number, title, columns in order, and fixed items of the left and right side."""

    id: str
    number: str
    title: str
    columns: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    blocks: int
    """How many lists stand side by side (basic spending)."""
    printing: Printing


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. `comparison` is what changes in prose refer to; `fallback` marks the national layouts.

    `unit` is the unit of money of the statements, `decimals` the digits behind the point, `grouped` whether thousands are
    separated, `blank_is_zero` whether a blank cell in a table with other figures stands for zero.
    """

    id: str
    title: str
    stage: str
    valid_from: int
    source: str
    region: str
    unit: str
    decimals: int
    blank_is_zero: bool
    grouped: bool
    comparison: str
    three_public_basis: str
    small_share_of: str
    operating_comparison: str
    fallback: bool
    template: str
    """The template of the explanatory part that the compiler uses; empty when documents are only read in this layout."""
    reason_percent: int
    """The change in percent from which the explanatory part owes a reason; 0: every change."""
    page: Page
    statements: tuple[StatementLayout, ...]


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def _statement(entry: dict[str, object], file: str) -> StatementLayout:
    unknown = set(entry) - _STATEMENT_KEYS
    if unknown or str(entry.get("id")) not in statements():
        raise UsageError(f"版式文件 {file} 的表定义有误：{entry.get('id')} {sorted(unknown)}")
    definition = statements()[str(entry["id"])]
    columns = _words(entry["columns"])
    for column in columns:
        definition.column(column)
    return StatementLayout(
        definition.id,
        str(entry["number"]),
        str(entry["title"]),
        columns,
        _words(entry.get("left", [])),
        _words(entry.get("right", [])),
        int(str(entry.get("blocks", 1))),
        parse_printing(entry, file),
    )


def parse_layout(text: str, file: str) -> Layout:
    """A layout from its TOML text; UsageError names the file and the key that is unknown, missing or wrong."""
    data = tomllib.loads(text)
    about = data.get("layout", {})
    missing = {"id", "title", "stage", "valid_from", "source", "unit", "decimals"} - set(about)
    unknown = set(about) - _LAYOUT_KEYS
    if missing or unknown or set(data) - {"page"} != {"layout", "statement"}:
        raise UsageError(f"版式文件 {file} 有误：缺少 {sorted(missing)}，不认识 {sorted(unknown)}")
    return Layout(
        id=about["id"],
        title=about["title"],
        stage=about["stage"],
        valid_from=about["valid_from"],
        source=about["source"],
        region=about.get("region", ""),
        unit=about["unit"],
        decimals=about["decimals"],
        blank_is_zero=about.get("blank_is_zero", True),
        grouped=about.get("grouped", False),
        comparison=about.get("comparison", ""),
        three_public_basis=about.get("three_public_basis", ""),
        small_share_of=about.get("small_share_of", ""),
        operating_comparison=about.get("operating_comparison", ""),
        fallback=about.get("fallback", False),
        template=about.get("template", ""),
        reason_percent=about.get("reason_percent", 0),
        page=parse_page(data.get("page", {}), file),
        statements=tuple(_statement(entry, file) for entry in data["statement"]),
    )


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by id; the national ones last."""
    folder = resources.files("baozhang.taxonomy") / "data" / "layouts"
    parsed = [parse_layout(path.read_text(encoding="utf-8"), path.name) for path in folder.iterdir() if path.name.endswith(".toml")]
    ordered = sorted(parsed, key=lambda layout: (layout.fallback, layout.id))
    return {layout.id: layout for layout in ordered}


@cache
def rows_listed(layout: str) -> frozenset[tuple[str, str]]:
    """The fixed rows the layout of this id prints, as statement and item; none for an unknown one."""
    known = layouts().get(layout)
    return frozenset((one.id, item) for one in known.statements for item in one.left + one.right) if known else frozenset()
