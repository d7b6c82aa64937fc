"""Registers: what the books keep, as data. Tables, templates, imports and exports are made from them.

`data/registers.toml` holds those of the ledger, `data/performance_registers.toml` those of the performance books.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    MONEY = "money"
    """Yuan with at most two decimals outside, integer fen inside."""
    COUNT = "count"
    POINTS = "points"
    """Points of a score, 0 to 100 with at most two decimals outside, ten-thousandths inside."""
    DATE = "date"
    FILE = "file"
    """A file beside the table that is imported; kept elsewhere, by its content."""
    FLAG = "flag"
    CHOICE = "choice"
    FUNCTION = "function"
    ECONOMIC = "economic"
    FUND = "fund"
    ACCOUNT = "account"
    UNIT = "unit"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the store and in exchange, its Chinese header, and what it may hold."""

    name: str
    header: str
    kind: Kind
    required: bool
    choices: tuple[str, ...]
    added: bool = False
    """Whether the register had no such field at first: then a row without it has the digest that it was written with."""


@dataclass(frozen=True, slots=True)
class Register:
    """One register. `records` are things known by their `key`, of which the latest version counts; else rows are entries that add up."""

    id: str
    title: str
    about: str
    records: bool
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    after_closing: bool = False
    """Whether it may be added to when the year is closed: no statement follows from it."""
    carried: bool = True
    """Whether its records go over to the next year's book."""
    refers: tuple[str, ...] = ()
    """Registers whose keys stand in the rows and must be known; a key with a blank part refers to nothing."""
    performance: bool = False
    """Whether it belongs to the performance books and not to the ledger proper."""
    synced: tuple[str, ...] = ()
    """By which fields the rows of another system are told apart, so that what comes again replaces what came before."""

    def field(self, name: str) -> Field:
        """The field of this name; UsageError when the register has none."""
        found = next((field for field in self.exchanged if field.name == name), None)
        if found is None:
            raise UsageError(f"“{self.title}”没有字段 {name}。")
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def exchanged(self) -> tuple[Field, ...]:
        """The fields of a sheet: those of the register, and for records the version that was exported."""
        return (*self.fields, VERSION) if self.records else self.fields

    @property
    def money(self) -> str:
        """The field whose sum the register adds up; empty where it has none."""
        return next((field.name for field in self.fields if field.kind is Kind.MONEY), "")


VERSION: Final = Field("version", "版本", Kind.COUNT, required=False, choices=())
"""The version of a record in a sheet: who changed it meanwhile is not overwritten."""

_REGISTER_KEYS: Final = {"id", "title", "about", "keeps", "key", "fields", "after_closing", "carried", "refers", "synced"}
_FIELD_KEYS: Final = {"name", "header", "kind", "required", "choices", "added"}


def parse_register(entry: Mapping[str, object], *, performance: bool = False) -> Register:
    """One TOML entry; UsageError names the register and the keys that are not understood."""
    fields = entry.get("fields")
    unknown = entry.keys() - _REGISTER_KEYS
    if unknown or not isinstance(fields, list) or entry.get("keeps") not in {"entries", "records"}:
        raise UsageError(f"台账定义 {entry.get('id', '?')} 有误：{sorted(unknown)}")
    parsed = tuple(_field(one, str(entry["id"])) for one in fields)
    key = entry.get("key", [])
    names = tuple(str(name) for name in key) if isinstance(key, list) else ()
    records = entry["keeps"] == "records"
    if records != bool(names) or not {field.name for field in parsed} >= set(names):
        raise UsageError(f"台账定义 {entry['id']} 的关键字段有误。")
    return Register(
        str(entry["id"]), str(entry["title"]), str(entry["about"]), records, names, parsed, bool(entry.get("after_closing", False)),
        bool(entry.get("carried", True)), _words(entry.get("refers")), performance, _words(entry.get("synced")),
    )  # fmt: skip


def _words(listed: object) -> tuple[str, ...]:
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def _field(entry: Mapping[str, object], register: str) -> Field:
    unknown = entry.keys() - _FIELD_KEYS
    choices = entry.get("choices", [])
    if unknown or not isinstance(choices, list) or (entry.get("kind") == Kind.CHOICE) != bool(choices):
        raise UsageError(f"台账定义 {register} 的字段 {entry.get('name', '?')} 有误：{sorted(unknown)}")
    named = tuple(str(choice) for choice in choices)
    required, added = (bool(entry.get(key, False)) for key in ("required", "added"))
    return Field(str(entry["name"]), str(entry["header"]), Kind(str(entry["kind"])), required, named, added)


@cache
def registers() -> dict[str, Register]:
    """Every register by id, in the order in which they are imported: what others refer to comes first."""
    data = resources.files("baozhang.ledger") / "data"
    parsed = [
        parse_register(entry, performance=performance)
        for name, performance in (("registers.toml", False), ("performance_registers.toml", True))
        for entry in tomllib.loads((data / name).read_text(encoding="utf-8"))["register"]
    ]
    return {register.id: register for register in parsed}


def register_named(name: str) -> Register:
    """The register with this id or title; UsageError lists what there is."""
    found = next((one for one in registers().values() if name in {one.id, one.title}), None)
    if found is None:
        raise UsageError(f"没有台账“{name}”。可用的台账：{'、'.join(one.title for one in registers().values())}。")
    return found
