"""Rule cases: small TOML files that hold rows of the hub, or a document's text, and what a rule must say of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from baozhang.facts.amounts import half_unit_fen, half_unit_scaled, parse_number, to_fen, to_scaled
from baozhang.facts.document import Document
from baozhang.facts.schemas import HUB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.facts.records import HubRow

RULES: Final = Path(__file__).parent
DOCUMENT_ID: Final = "case"
OUTCOMES: Final = ("holds", "fails", "not-evaluated")

KEYS: Final = {
    "blocks": "block",
    "facts": "fact",
    "claims": "claim",
    "evaluations": "form",
    "fundings": "funding",
    "indicators": "indicator",
    "wording": "mark",
}
"""The key of each table; rows are numbered from 1 in the order of the file unless they say otherwise."""

MONEY: Final = frozenset({"initial", "adjusted", "executed", "adjustment", "balance"})
SCALED: Final = frozenset(
    [
        *("value", "rate", "funds_weight", "funds_score", "total", "target", "actual", "weight", "score"),
        *("balance_rate", "completion", "score_rate", "weight1", "weight2", "weight_total"),
    ]
)
MONEY_CLAIMS: Final = frozenset({"amount", "change", "mention"})
COUNTING: Final = frozenset({"count", "score"})
CODE_LEVELS: Final = {3: 1, 5: 2, 7: 3}

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one rule."""

    rule: str
    path: Path
    outcome: str
    text: str
    tables: Mapping[str, Sequence[Row]]
    expect: tuple[Mapping[str, object], ...]
    others: tuple[Case, ...] = ()
    """For a rule over several documents: the other ones, in the order given."""


def find_cases() -> list[Path]:
    """Every case file, in order."""
    return sorted(RULES.glob("*-*/*.toml"))


def load_case(path: Path) -> Case:
    """Read one case; a key that means nothing is an error, so that a typing slip cannot make a case pass."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = data.keys() - HUB.keys() - {"outcome", "document", "expect", "text", "about", "other"}
    assert not unknown, f"{path}: unknown keys {sorted(unknown)}"
    assert data["outcome"] in OUTCOMES, f"{path}: outcome {data['outcome']}"
    tables = {name: data.get(name, []) for name in HUB if name != "documents"}
    tables["documents"] = [data.get("document", {})]
    others = tuple(_other(path, one) for one in data.get("other", []))
    return Case(path.parent.name, path, data["outcome"], data.get("text", ""), tables, tuple(data.get("expect", [])), others)


def _other(path: Path, data: Mapping[str, Any]) -> Case:
    unknown = data.keys() - HUB.keys() - {"document"}
    assert not unknown, f"{path}: unknown keys {sorted(unknown)} in another document"
    tables = {name: data.get(name, []) for name in HUB if name != "documents"} | {"documents": [data.get("document", {})]}
    return Case(path.parent.name, path, "", "", tables, ())


def document_of(case: Case) -> Document:
    """The document a row-based case describes."""
    tables: dict[str, tuple[Any, ...]] = {  # each table has its own record type
        name: tuple(_record(name, row, at, case) for at, row in enumerate(_completed(name, rows), 1)) for name, rows in case.tables.items()
    }
    last = max((getattr(row, "line", 0) for rows in tables.values() for row in rows), default=0)
    (about,) = tables.pop("documents")
    return Document(
        about=about,
        source=tuple(f"第{line}行" for line in range(1, last + 1)),
        tables_found=len(tables["statements"]),
        layout_distance="",
        **tables,
    )


def _completed(table: str, rows: Sequence[Row]) -> list[Row]:
    """Facts that are codes get their level and nearest printed ancestor, as a reader would give them."""
    if table != "facts":
        return list(rows)
    printed = {(row.get("statement"), row.get("item")) for row in rows}
    return [_placed(row, printed) for row in rows]


def _placed(row: Row, printed: set[tuple[object, object]]) -> Row:
    item = str(row.get("item", ""))
    level = CODE_LEVELS.get(len(item), 0) if item.isdigit() else 0
    ancestors = [item[:size] for size in (5, 3) if len(item) > size and (row.get("statement"), item[:size]) in printed]
    parent = (ancestors or ["total"])[0] if level else ""
    return {"level": level, "parent": parent, **row}


def _record(table: str, row: Row, number: int, case: Case) -> HubRow:
    record = HUB[table]
    hints = get_type_hints(record)
    names = [one.name for one in fields(record)]
    unknown = row.keys() - set(names)
    assert not unknown, f"{case.path}: {table} has no {sorted(unknown)}"
    values: Row = {name: _neutral(hints[name]) for name in names}
    values |= _defaults(table, row, number)
    for name, given in row.items():
        values[name] = _figure(table, name, given, values) if isinstance(given, str) and int in _types(hints[name]) else given
    return record(**values)  # type: ignore[arg-type]


def _defaults(table: str, row: Row, number: int) -> Row:
    defaults: Row = {"document_id": DOCUMENT_ID}
    if table == "documents":
        defaults |= {"file": "case.txt", "stage": "final", "fiscal_year": 2024, "unit": "万元", "scope": "department"}
    if table in KEYS:
        defaults[KEYS[table]] = number
    if table == "claims":
        kind = str(row.get("kind", ""))
        defaults["unit"] = "元" if kind in MONEY_CLAIMS else "" if kind in COUNTING else "%"
        defaults["group"] = 1
    if table not in {"documents", "statements", "blocks"}:
        defaults["line"] = number
    if table in {"statements", "blocks"}:
        defaults |= {"line_from": number, "line_to": number}
    if table in {"facts", "claims"} and isinstance(row.get("value"), str):
        defaults["half_unit"] = _half_unit(table, row, defaults)
        defaults["text"] = row["value"]
    if table == "fundings":
        defaults["half_unit"] = 5000
    return defaults


def _neutral(hint: object) -> object:
    types = _types(hint)
    if type(None) in types:
        return None
    return "" if str in types else False if bool in types else 0


def _types(hint: object) -> tuple[object, ...]:
    return get_args(hint) if isinstance(hint, UnionType) else (hint,)


def _is_money(table: str, name: str, unit: object) -> bool:
    return table == "facts" or name in MONEY or (table == "claims" and unit == "元")


def _figure(table: str, name: str, given: str, values: Row) -> int:
    """A printed figure: money as 万元, anything else as ten-thousandths."""
    number = Decimal(given.replace(",", ""))
    if name not in {*SCALED, *MONEY}:
        msg = f"{table}.{name} takes an integer, not {given!r}"
        raise ValueError(msg)
    return to_fen(number, "万元") if _is_money(table, name, values.get("unit")) else to_scaled(number)


def _half_unit(table: str, row: Row, defaults: Row) -> int:
    number = parse_number(str(row["value"]))
    decimals = number.decimals if number else 2
    money = _is_money(table, "value", row.get("unit", defaults.get("unit")))
    return half_unit_fen(decimals, "万元") if money else half_unit_scaled(decimals)
