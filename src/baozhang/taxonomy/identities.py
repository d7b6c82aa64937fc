"""Identities: the plain arithmetic inside and between statements, as data (`data/identities/*.toml`).

    [[identity]]
    id = "TAB-112"
    title = "收入决算表：本年收入合计等于各项收入之和"
    applies = "both"
    basis = "公开02表"
    source = "R-FA-007"
    total = "income[*].total"
    parts = "income[*].fiscal? + income[*].superior?"

A term is `statement[item].column`. In `total` the item `*` stands for every item, `class` for every 类 row (level 1): each is a case.
In `parts` the item `*` is the item of the case; `children` are the rows directly below it, `orphans` the rows of that 类 which
stand directly under the total because the table prints no 类 rows, `level:1` all rows of a level. The column `*` in `total`
stands for every column, in `parts` for the column of the case. `?` marks a part that a layout may lack (then it is zero).
`given` and `unless` list cells that must, or must not, be printed for the identity to be meant: layouts differ in what they break down.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet


class Select(StrEnum):
    """How a term chooses items."""

    EXACT = "exact"
    SAME = "same"
    CHILDREN = "children"
    ORPHANS = "orphans"
    LEVEL = "level"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Term:
    """One weighted term. `item` is the item id for EXACT, the level for LEVEL, else empty; `column` empty is that of the case."""

    statement: str
    select: Select
    item: str
    column: str
    weight: int
    optional: bool

    def __str__(self) -> str:
        """The term as it stands in its file, without its sign: `income[*].fiscal?`."""
        item = {Select.EXACT: self.item, Select.SAME: "*", Select.LEVEL: f"level:{self.item}"}.get(self.select, str(self.select))
        return f"{self.statement}[{item}].{self.column or '*'}{'?' if self.optional else ''}"

    @property
    def cell(self) -> tuple[str, str, str]:
        """Statement, item and column of an EXACT term."""
        return self.statement, self.item, self.column

    @property
    def summed(self) -> bool:
        """Whether the term adds up several rows, so that an unread row would spoil it."""
        return self.select in {Select.CHILDREN, Select.ORPHANS, Select.LEVEL}


@dataclass(frozen=True, slots=True)
class Identity:
    """`total` `relation` the weighted sum of `parts`; `same_figure` when one figure is printed twice (no rounding between)."""

    id: str
    title: str
    severity: str
    applies: str
    basis: str
    source: str
    total: Term
    parts: tuple[Term, ...]
    relation: str
    same_figure: bool
    given: tuple[Term, ...] = ()
    unless: tuple[Term, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The statements without which nothing can be said."""
        terms = (self.total, *(part for part in self.parts if not part.optional))
        return tuple(dict.fromkeys(term.statement for term in terms))

    @property
    def formula(self) -> str:
        """The identity on one line: `income[*].total = income[*].fiscal? + income[*].superior?`."""
        parts = "".join(f" {'-' if part.weight < 0 else '+'} {part}" for part in self.parts)
        return f"{self.total} {self.relation} {parts.removeprefix(' + ').lstrip()}"

    def meant_for(self, cells: AbstractSet[tuple[str, str, str]]) -> bool:
        """Whether a document that prints these cells (statement, item, column) is of a layout the identity is meant for."""
        return all(term.cell in cells for term in self.given) and not any(term.cell in cells for term in self.unless)

    def lost(
        self, cells: AbstractSet[tuple[str, str, str]], columns: AbstractSet[tuple[str, str]], listed: AbstractSet[tuple[str, str]]
    ) -> Term | None:
        """The cell of `given` that keeps the identity from being meant only because its row was lost.

        `columns` are those the document prints (statement, column), `listed` the rows (statement, item) its layout prints: such a
        row is lost when the document has the column.
        """
        missing = [term for term in self.given if term.cell not in cells]
        lost = missing and all((one.statement, one.item) in listed and (one.statement, one.column) in columns for one in missing)
        return missing[0] if lost and not any(term.cell in cells for term in self.unless) else None


_TERM: Final = re.compile(r"(?P<statement>[a-z_]+)\[(?P<item>[^\]]+)\]\.(?P<column>[a-z_.]+|\*)(?P<optional>\??)")
_PARTS: Final = re.compile(rf"(?:^|(?P<sign>[+-]))\s*(?P<term>{_TERM.pattern})\s*")
_REQUIRED: Final = frozenset({"id", "title", "applies", "basis", "source", "total", "parts"})
_KEYS: Final = _REQUIRED | {"severity", "relation", "same_figure", "given", "unless"}
_RELATIONS: Final = ("=", "<=", ">=")


def parse_term(text: str, weight: int = 1, *, case: bool = False) -> Term:
    """Read one term; with `case` it is a total, whose wildcards make the cases. ValueError when it is not a term."""
    match = _TERM.fullmatch(text.strip())
    if match is None:
        msg = f"not a term: {text}"
        raise ValueError(msg)
    select, item = _select(match["item"], case=case)
    column = "" if match["column"] == "*" else match["column"]
    return Term(match["statement"], select, item, column, weight, match["optional"] == "?")


def _select(item: str, *, case: bool) -> tuple[Select, str]:
    if item == "*":
        return Select.SAME, ""
    if item.startswith("level:"):
        return Select.LEVEL, item.removeprefix("level:")
    allowed = {Select.CLASS} if case else {Select.CHILDREN, Select.ORPHANS}
    return (Select(item), "") if item in allowed else (Select.EXACT, item)


def parse_parts(text: str) -> tuple[Term, ...]:
    """Read a sum such as `a[x].y + a[z].y - b[*].*?`; ValueError when anything else is in it."""
    terms, at = [], 0
    for match in _PARTS.finditer(text):
        if match.start() != at:
            break
        at = match.end()
        terms.append(parse_term(match["term"], -1 if match["sign"] == "-" else 1))
    if at != len(text) or not terms:
        msg = f"not a sum of terms: {text}"
        raise ValueError(msg)
    return tuple(terms)


def parse_identity(entry: Mapping[str, object], where: str) -> Identity:
    """One TOML entry; UsageError names the file and the entry when a key or term is not understood."""
    unknown, missing = entry.keys() - _KEYS, _REQUIRED - entry.keys()
    relation = str(entry.get("relation", "="))
    if unknown or missing or relation not in _RELATIONS:
        msg = f"{where} 的 {entry.get('id', '?')}：缺少 {sorted(missing)}，不认识 {sorted(unknown)} 或关系“{relation}”"
        raise UsageError(msg)
    try:
        total, parts = parse_term(str(entry["total"]), case=True), parse_parts(" ".join(str(entry["parts"]).split()))
        given, unless = _cells(entry.get("given", [])), _cells(entry.get("unless", []))
    except ValueError as error:
        msg = f"{where} 的 {entry['id']}：{error}"
        raise UsageError(msg) from error
    return Identity(
        id=str(entry["id"]),
        title=str(entry["title"]),
        severity=str(entry.get("severity", "error")),
        applies=str(entry["applies"]),
        basis=str(entry["basis"]),
        source=str(entry["source"]),
        total=total,
        parts=parts,
        relation=relation,
        same_figure=bool(entry.get("same_figure", False)),
        given=given,
        unless=unless,
    )


def _cells(listed: object) -> tuple[Term, ...]:
    terms = tuple(parse_term(str(text)) for text in listed) if isinstance(listed, list) else ()
    if any(term.select is not Select.EXACT or not term.column for term in terms):
        msg = f"not plain cells: {listed}"
        raise ValueError(msg)
    return terms


@cache
def load_identities() -> tuple[Identity, ...]:
    """Every identity of the taxonomy, in the order of the files; a doubled id is an error."""
    found: list[Identity] = []
    for file in sorted((files("baozhang.taxonomy") / "data" / "identities").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            data = tomllib.loads(file.read_text(encoding="utf-8"))
            found.extend(parse_identity(entry, file.name) for entry in data.get("identity", []))
    ids = [identity.id for identity in found]
    doubled = {one for one in ids if ids.count(one) > 1}
    if doubled:
        msg = f"勾稽关系编号重复：{'、'.join(sorted(doubled))}"
        raise UsageError(msg)
    return tuple(found)
