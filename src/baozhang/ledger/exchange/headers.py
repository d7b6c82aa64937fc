"""Headers of other systems: the same element under many spellings, looked up as a field, then as an alias; what is unknown is listed."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.ledger.registers import Field, Register

_ENDINGS: Final = ("codename", "guid", "code", "name")
"""What one element's column is called besides its own name: exp_func_code_name, exp_func_guid, exp_func_."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A column of amounts: the field it fills, and what else is then known of the entry."""

    column: str
    field: str
    set: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A table of another system, and how its columns become our fields (data/exchanges.toml says what each key means)."""

    id: str
    title: str
    register: str
    source: str
    signature: tuple[str, ...]
    amounts: tuple[Amount, ...] = ()
    set: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    fill: tuple[str, ...] = ()
    years: tuple[int, ...] = (0,)

    @property
    def completes(self) -> bool:
        """Whether rows need more than their cells."""
        return bool(self.fill or self.set or self.register in {"indicators", "payment_plans"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A table of another system that the books do not keep, and why not (Chinese)."""

    id: str
    title: str
    signature: tuple[str, ...]
    why: str


@lru_cache(maxsize=4096)
def normalised(header: str) -> str:
    """A header without what spellings differ in.

    >>> normalised("EXP_FUNC_CODE"), normalised("支出功能分类 （项）")
    ('expfunccode', '支出功能分类(项)')
    """
    folded = unicodedata.normalize("NFKC", header).lower()
    return "".join(sign for sign in folded if sign not in "_*" and not sign.isspace())


def _data(name: str) -> str:
    return (resources.files("baozhang.ledger") / "data" / name).read_text(encoding="utf-8")


@cache
def _system_fields() -> dict[str, tuple[str, ...]]:
    """Fields of the integrated budget management system by every normalised spelling, likeliest first."""
    known: dict[str, list[str]] = {}
    for row in csv.DictReader(_data("exchange_fields.csv").splitlines()):
        for spelling in (row["field"], *row["headers"].split(";")):
            known.setdefault(normalised(spelling), []).append(row["field"])
    return {spelling: tuple(fields) for spelling, fields in known.items()}


@cache
def exchanges() -> tuple[Exchange, ...]:
    """Every known table of another system, in the order of import."""
    return tuple(
        Exchange(
            entry["id"], entry["title"], entry["register"], entry["source"], tuple(entry["signature"]),
            tuple(Amount(one["column"], one["field"], one["set"]) for one in entry.get("amounts", ())),
            entry.get("set", {}), entry.get("columns", {}), tuple(entry.get("fill", ())), tuple(entry.get("years", (0,))),
        )
        for entry in tomllib.loads(_data("exchanges.toml"))["exchange"]
    )  # fmt: skip


@cache
def left_out_tables() -> tuple[LeftOut, ...]:
    """Every known table of another system that the books do not keep."""
    entries = tomllib.loads(_data("exchanges.toml"))["left_out"]
    return tuple(LeftOut(one["id"], one["title"], tuple(one["signature"]), one["why"]) for one in entries)


def goes_by(table: Exchange | LeftOut, name: str) -> bool:
    """Whether a sheet or file of this name is the table."""
    return normalised(name) in {normalised(table.id), normalised(table.title)}


def bears(row: Sequence[str], signature: Sequence[str]) -> bool:
    """Whether a row of headers has every field of a signature, in any spelling."""
    meant = {name for header in row for name in (normalised(header), *map(normalised, fields_meant(header)))}
    return all(any(normalised(one) in meant for one in wanted.split("|")) for wanted in signature)


@cache
def synonyms() -> dict[str, dict[str, str]]:
    """Other words for a choice, by field."""
    found: dict[str, dict[str, str]] = tomllib.loads(_data("exchanges.toml"))["synonyms"]
    return found


@cache
def _aliases() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(_data("exchanges.toml"))["aliases"]
    return {normalised(theirs): ours for theirs, ours in found.items()}


@lru_cache(maxsize=4096)
def fields_meant(header: str) -> tuple[str, ...]:
    """The fields a header may mean, likeliest first; empty when it is unknown to us."""
    spelling = normalised(header)
    bases = [spelling, *(spelling.removesuffix(ending) + "code" for ending in _ENDINGS if spelling.endswith(ending)), f"{spelling}code"]
    meant = [field for base in bases for field in (*_system_fields().get(base, ()), *filter(None, [_aliases().get(base)]))]
    return tuple(dict.fromkeys([*meant, *(_aliases().get(normalised(field), field) for field in meant)]))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a sheet are: fields by column, amounts by column, and the headers that are not taken over."""

    fields: Mapping[int, Field]
    amounts: Mapping[int, Amount]
    known: tuple[str, ...]
    """Headers of the other system that the books do not keep."""
    unknown: tuple[str, ...]


def columns_of(headers: Sequence[str], register: Register, exchange: Exchange | None = None) -> Columns:
    """Bind the headers of a sheet to the fields of a register: what a known table means by them, then our own names, then any other's."""
    by_amount = {normalised(amount.column): amount for amount in exchange.amounts} if exchange else {}
    theirs = exchange.columns if exchange else {}
    own = {normalised(word): field.name for field in register.exchanged for word in (field.header, field.name)}
    named = {field.name: field for field in register.exchanged}
    fields: dict[int, Field] = {}
    taken: dict[int, Amount] = {}
    left: dict[int, str] = {}
    for at, header in enumerate(headers):
        spellings = (normalised(header), *map(normalised, fields_meant(header)))
        amount = next((by_amount[key] for key in spellings if key in by_amount), None)
        names = [*(theirs[name] for name in fields_meant(header) if name in theirs), own.get(spellings[0], "")]
        field = next((named[name] for name in names if name in named and named[name] not in fields.values()), None)
        if amount is not None and amount.column not in {one.column for one in taken.values()}:
            taken[at] = amount
        elif field is not None:
            fields[at] = field
        elif spellings[0]:
            left[at] = header
    for at, header in list(left.items()):
        free = (one for name in fields_meant(header) for one in register.fields if one.name == name)
        field = next((one for one in free if one not in fields.values()), None)
        if field is not None:
            fields[at] = field
            del left[at]
    rest = left.values()
    return Columns(fields, taken, tuple(one for one in rest if fields_meant(one)), tuple(one for one in rest if not fields_meant(one)))
