"""Headers of other systems: the same element under many spellings, looked up as a field, then as an alias; what is unknown is listed."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
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
    """A table of another system; `signature` are the fields by which it is recognised."""

    id: str
    title: str
    register: str
    source: str
    signature: tuple[str, ...]
    amounts: tuple[Amount, ...]


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
    """Every known table of another system."""
    data = tomllib.loads(_data("exchanges.toml"))
    return tuple(
        Exchange(
            entry["id"], entry["title"], entry["register"], entry["source"], tuple(entry["signature"]),
            tuple(Amount(one["column"], one["field"], one["set"]) for one in entry["amounts"]),
        )
        for entry in data["exchange"]
    )  # fmt: skip


@cache
def synonyms() -> dict[str, dict[str, str]]:
    """Other words for a choice, by field."""
    found: dict[str, dict[str, str]] = tomllib.loads(_data("exchanges.toml"))["synonyms"]
    return found


@cache
def _aliases() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(_data("exchanges.toml"))["aliases"]
    return {normalised(theirs): ours for theirs, ours in found.items()}


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


def columns_of(headers: Sequence[str], register: Register, amounts: Sequence[Amount] = ()) -> Columns:
    """Bind the headers of a sheet to the fields of a register: our own names first, then those of other systems."""
    by_amount = {normalised(amount.column): amount for amount in amounts}
    own = {normalised(word): field for field in register.exchanged for word in (field.header, field.name)}
    fields: dict[int, Field] = {}
    taken: dict[int, Amount] = {}
    rest: list[tuple[int, str]] = []
    for at, header in enumerate(headers):
        spelling = normalised(header)
        amount = by_amount.get(spelling) or next(
            (by_amount[key] for key in map(normalised, fields_meant(header)) if key in by_amount), None
        )
        if amount is not None and amount.column not in {one.column for one in taken.values()}:
            taken[at] = amount
        elif spelling in own and own[spelling] not in fields.values():
            fields[at] = own[spelling]
        elif spelling:
            rest.append((at, header))
    left = []
    for at, header in rest:
        field = next((one for name in fields_meant(header) for one in register.fields if one.name == name), None)
        if field is not None and field not in fields.values():
            fields[at] = field
        else:
            left.append(header)
    known = tuple(header for header in left if fields_meant(header))
    return Columns(fields, taken, known, tuple(header for header in left if not fields_meant(header)))
