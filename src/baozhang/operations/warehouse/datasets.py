"""The datasets of the warehouse: declared in data/datasets.toml under the names of the national interfaces, made Arrow schemas here.

Kinds of fields
- `key`: a number that identifies a person, a visit … (BIGINT). An identifier of up to 18 digits is itself; any other text is numbered below
  zero through the dictionary that bears the name of the field.
- `code`: a code of a long list (INTEGER); the dictionary named behind the colon has its text.
- `choice`: a code of a short national list (SMALLINT), its number; data/code_lists.csv has the lists.
- `date`, `time`: a day, a second (without zone, local time).
- `fen`: money, integer fen. `price`: a unit price, millionths of a yuan. `scaled`: any other figure, ten-thousandths.
- `count`: a whole number. `text`: words.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable


class Kind(StrEnum):
    """How a field is written; see the module."""

    KEY = "key"
    CODE = "code"
    CHOICE = "choice"
    DATE = "date"
    TIME = "time"
    FEN = "fen"
    PRICE = "price"
    SCALED = "scaled"
    COUNT = "count"
    TEXT = "text"


TYPES: Final[dict[Kind, pa.DataType]] = {
    Kind.KEY: pa.int64(),
    Kind.CODE: pa.int32(),
    Kind.CHOICE: pa.int16(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.timestamp("ms"),
    Kind.FEN: pa.int64(),
    Kind.PRICE: pa.int64(),
    Kind.SCALED: pa.int64(),
    Kind.COUNT: pa.int32(),
    Kind.TEXT: pa.string(),
}
"""The Arrow type of every kind. Times are whole seconds; Parquet has no coarser unit than milliseconds."""

DICTIONARY: Final = pa.schema([pa.field("code", pa.int64(), nullable=False), pa.field("text", pa.string(), nullable=False)])
"""A dictionary: what stands in a field of kind `code` (from 1 upwards) or below zero in a `key`, and its text."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its national name, kind, meaning; `of` names the dictionary of a `key` or `code`, the list of a `choice`."""

    name: str
    kind: Kind
    of: str
    optional: bool
    meaning: str

    @property
    def arrow(self) -> pa.Field:
        """The field as Arrow has it."""
        return pa.field(self.name, TYPES[self.kind], nullable=self.optional)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: what makes a row unique, which month a row belongs to (`month` is a field; empty: no partitions), the order of rows."""

    name: str
    title: str
    interface: str
    key: tuple[str, ...]
    month: str
    sort: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of a row."""
        return pa.schema([field.arrow for field in self.fields])

    @property
    def dictionaries(self) -> frozenset[str]:
        """The dictionaries that the fields refer to."""
        return frozenset(field.of for field in self.fields if field.kind in {Kind.KEY, Kind.CODE})


@cache
def datasets() -> Mapping[str, Dataset]:
    """Every dataset by name, in the order of the declaration."""
    raw = tomllib.loads((_data() / "datasets.toml").read_text(encoding="utf-8"))
    return {name: _dataset(name, one) for name, one in raw.items()}


def _dataset(name: str, raw: Mapping[str, Any]) -> Dataset:
    fields = tuple(_field(one, kind, meaning) for one, (kind, meaning) in raw["fields"].items())
    return Dataset(name, raw["title"], raw["interface"], tuple(raw["key"]), raw.get("month", ""), tuple(raw["sort"]), fields)


def _field(name: str, written: str, meaning: str) -> Field:
    kind, _, of = written.rstrip("?").partition(":")
    return Field(name, Kind(kind), of or (name if kind == Kind.KEY else ""), written.endswith("?"), meaning)


class Choice(NamedTuple):
    """A value of a short list; `group` is what it counts as in queries (the level of a hospital, inpatient …), empty if nothing."""

    list: str
    value: int
    name: str
    group: str


@cache
def choices() -> tuple[Choice, ...]:
    """The values of every short list."""
    with (_data() / "code_lists.csv").open(encoding="utf-8") as stream:
        return tuple(Choice(row["list"], int(row["value"]), row["name"], row["class"]) for row in csv.DictReader(stream))


@cache
def values_of(name: str) -> frozenset[int]:
    """The values that a short list allows."""
    return frozenset(choice.value for choice in choices() if choice.list == name)


def _data() -> Traversable:
    return resources.files(__package__) / "data"
