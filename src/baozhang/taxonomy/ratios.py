"""Ratios to compare departments by (data/ratios.toml), and the terms that name a figure: `general[2101501].total`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from baozhang.errors import UsageError
from baozhang.taxonomy.statements import statements

HEADCOUNT: Final = "headcount"
"""The term for the number of people, which the user supplies."""
DISCLOSURE: Final = "disclosure"
"""The statement of figures that only prose gives."""

UNITS: Final = ("%", "元/人", "万元/人", "元/人次", "万元/辆")
"""Units of ratios: a share, or money for each of what is counted."""

_TERM: Final = re.compile(r"([a-z_]+)\[([a-z0-9_.]+)\]\.([a-z_.]+)(?:@([a-z_]+))?")
_KEYS: Final = {"id", "title", "unit", "top", "bottom", "valid_from", "source"}


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of a document. `base` names what the prose compares with (`initial_budget` …); empty for the figure itself."""

    statement: str
    item: str
    column: str
    base: str = ""

    @property
    def spoken(self) -> bool:
        """Whether prose says it rather than a table."""
        return bool(self.base) or self.statement == DISCLOSURE

    def __str__(self) -> str:
        """The term as it is written."""
        if self.statement == HEADCOUNT:
            return HEADCOUNT
        return f"{self.statement}[{self.item}].{self.column}{f'@{self.base}' if self.base else ''}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient of two figures; of several terms the first that a document has counts."""

    id: str
    title: str
    unit: str
    top: tuple[Term, ...]
    bottom: tuple[Term, ...]
    valid_from: int
    source: str


def parse_term(text: str) -> Term | None:
    """A term from its notation; None where the text is none. UsageError for a statement or column that does not exist.

    >>> parse_term("general[2101501].total")
    Term(statement='general', item='2101501', column='total', base='')
    >>> parse_term("行政运行") is None
    True
    """
    if text == HEADCOUNT:
        return Term(HEADCOUNT, "", "")
    match = _TERM.fullmatch(text.strip())
    if match is None:
        return None
    term = Term(match[1], match[2], match[3], match[4] or "")
    if term.statement != DISCLOSURE:
        if term.statement not in statements():
            raise UsageError(f"没有表 {term.statement}。可以用：{'、'.join(statements())}")
        statements()[term.statement].column(term.column)
    return term


def _terms(entry: dict[str, object], key: str) -> tuple[Term, ...]:
    words = entry[key]
    terms = tuple(parse_term(str(word)) for word in words) if isinstance(words, list) else ()
    if not terms or None in terms:
        raise UsageError(f"比率 {entry.get('id')} 的 {key} 有误：{words}")
    return tuple(term for term in terms if term is not None)


def parse_ratios(text: str) -> dict[str, Ratio]:
    """Ratios by id from TOML; UsageError names what is wrong."""
    found: dict[str, Ratio] = {}
    for entry in tomllib.loads(text)["ratio"]:
        if set(entry) != _KEYS or entry["unit"] not in UNITS or entry["id"] in found:
            raise UsageError(f"比率 {entry.get('id')} 的定义有误")
        found[entry["id"]] = Ratio(
            entry["id"], entry["title"], entry["unit"], _terms(entry, "top"), _terms(entry, "bottom"), entry["valid_from"], entry["source"]
        )
    return found


@cache
def ratios() -> dict[str, Ratio]:
    """All ratios by id, in the order of the file."""
    return parse_ratios((resources.files("baozhang.taxonomy") / "data" / "ratios.toml").read_text(encoding="utf-8"))
