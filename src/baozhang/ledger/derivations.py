"""How the statements follow from the ledger, as data (data/closing.toml): sums of flows narrowed by dimensions."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, TypedDict

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOWS: Final = ("income", "spending", "opening", "surplus_used", "surplus_distributed", "control", "procurement", "services", "quantity")
"""What moves: every amount of the ledger that a statement shows belongs to one of these."""

DIMENSIONS: Final = ("fund", "nature", "part", "expense", "origin", "central")
"""By what a flow is narrowed, besides its codes and names."""

_TERM: Final = re.compile(r"\s*(?P<sign>[+-]?)\s*(?P<flow>[a-z_]*)(?:\{(?P<where>[^}]*)\})?\s*")

Narrowing = tuple[tuple[str, frozenset[str]], ...]
"""Dimensions and the values each may take."""


@dataclass(frozen=True, slots=True)
class Term:
    """One flow with a sign, narrowed by dimensions; the flow is empty in a mere narrowing."""

    sign: int
    flow: str
    where: Narrowing

    def narrowed(self, more: Narrowing) -> Term:
        """The term narrowed further."""
        return Term(self.sign, self.flow, self.where + more)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one statement is derived: fixed items (empty where rows are codes or names) and columns."""

    items: Mapping[str, tuple[Term, ...]]
    columns: Mapping[str, tuple[Term, ...]]
    levels: tuple[int, ...]
    """Which levels of economic codes have rows: 1 类, 2 款."""

    def cell(self, item: str, column: str) -> tuple[Term, ...]:
        """The sum that stands in a cell of a fixed item: the terms of one side, narrowed by the other."""
        rows, heads = self.items[item], self.columns[column]
        figures, narrowings = (rows, heads) if any(term.flow for term in rows) else (heads, rows)
        more = tuple(pair for term in narrowings for pair in term.where)
        return tuple(term.narrowed(more) for term in figures)


@dataclass(frozen=True, slots=True)
class Derivations:
    """Everything of data/closing.toml. `statements` is keyed by stage and statement."""

    accounts: Mapping[str, Mapping[str, str]]
    natures: Mapping[str, str]
    flows: Mapping[str, str]
    changes: Mapping[str, tuple[str, int]]
    expenses: Mapping[str, str]
    statements: Mapping[tuple[str, str], Derivation]


def parse_sum(text: str, groups: Mapping[str, list[str]]) -> tuple[Term, ...]:
    """Read a sum such as `opening{fund=fiscal} - spending`; UsageError when a flow or dimension is unknown.

    >>> parse_sum("income - spending{nature=basic|project}", {})[1].sign
    -1
    """
    terms, at = [], 0
    while at < len(text):
        match = _TERM.match(text, at)
        if match is None or match.end() == at:
            raise UsageError(f"结账定义有误：{text}")
        flow = match["flow"]
        if flow and flow not in FLOWS:
            raise UsageError(f"结账定义里没有这种流量：{flow}（{text}）")
        terms.append(Term(-1 if match["sign"] == "-" else 1, flow, _narrowing(match["where"] or "", groups)))
        at = match.end()
    return tuple(terms)


def _narrowing(text: str, groups: Mapping[str, list[str]]) -> Narrowing:
    pairs = []
    for part in filter(None, text.split(",")):
        dimension, _, values = part.partition("=")
        if dimension not in DIMENSIONS or not values:
            raise UsageError(f"结账定义里没有这种维度：{part}")
        named = [one for value in values.split("|") for one in groups.get(value, [value])]
        pairs.append((dimension, frozenset(named)))
    return tuple(pairs)


class _Entry(TypedDict, total=False):
    items: dict[str, str]
    columns: dict[str, str]
    levels: list[int]


def _derivation(entry: _Entry, groups: Mapping[str, list[str]]) -> Derivation:
    if entry.keys() - {"items", "columns", "levels"} or "columns" not in entry:
        raise UsageError(f"结账定义有误：{sorted(entry)}")
    items = {item: parse_sum(text, groups) for item, text in entry.get("items", {}).items()}
    columns = {column: parse_sum(text, groups) for column, text in entry["columns"].items()}
    return Derivation(items, columns, tuple(entry.get("levels", (1, 2))))


@cache
def derivations() -> Derivations:
    """The definitions, read once."""
    text = (resources.files("baozhang.ledger") / "data" / "closing.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    statements = {(stage, name): _derivation(entry, data["groups"]) for stage in ("final", "budget") for name, entry in data[stage].items()}
    changes = {kind: (str(entry["flow"]), int(entry["sign"])) for kind, entry in data["changes"].items()}
    return Derivations(data["accounts"], data["natures"], data["flows"], changes, data["expenses"], statements)
