"""References of a case (`F12,C7`) as evidence: the line of the file and the words that stand there."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.auditing.findings import Evidence
from baozhang.facts.records import BlockRow, ClaimRow, EvaluationRow, FactRow, FundingRow, IndicatorRow, WordingRow
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from baozhang.facts.document import Document
    from baozhang.facts.records import HubRow

TABLES: Final = {
    "F": ("facts", "fact"),
    "C": ("claims", "claim"),
    "E": ("evaluations", "form"),
    "T": ("evaluations", "form"),
    "I": ("indicators", "indicator"),
    "M": ("fundings", "funding"),
    "B": ("blocks", "block"),
    "W": ("wording", "mark"),
}
"""The table a reference's letter stands for, and its key. `E4` is form 4 as a whole, `T4` the line of its total."""

_LONGEST: Final = 120
_BEFORE: Final = 48
_CELLS: Final = re.compile(r"\s*[|\t]+[\s|]*")
_SPACES: Final = re.compile(r"\s+")


Place = tuple[int, str, str]
"""Where a row stands: its line, the words there, its section or statement."""


class Evidenced(ABC):
    """References as evidence, whoever knows the places."""

    @abstractmethod
    def place(self, ref: str) -> Place | None:
        """The place of a reference; None when there is no such row."""

    def evidence(self, refs: str) -> tuple[Evidence, ...]:
        """Evidence for every reference that exists, the first being the suspect place."""
        found = [self._one(ref) for ref in dict.fromkeys(refs.replace(" ", "").split(",")) if ref]
        known = [one for one in found if one is not None]
        return tuple(Evidence(line, text, ref, "against" if at else "suspect") for at, (ref, line, text) in enumerate(known))

    def section(self, refs: str) -> str:
        """The section or statement of the first reference; empty when it has none."""
        place = self.place(refs.split(",", 1)[0].strip())
        return place[2] if place else ""

    def _one(self, ref: str) -> tuple[str, int, str] | None:
        place = self.place(ref)
        return (ref, place[0], place[1]) if place else None


class Cell(NamedTuple):
    """What the name of a cell is made of: `title` of its statement and `label` of its row as printed, or empty; `stage` of the document."""

    title: str
    statement: str
    item: str
    label: str
    column: str
    stage: str


def name_of_cell(cell: Cell) -> str:
    """Where a cell stands: 《表名》项目·列."""
    label = cell.label.strip()
    label = labels().item(cell.item, cell.statement) if label in {"", cell.item} else label
    code = f"{cell.item} " if cell.item.isdigit() and label != cell.item else ""
    title = cell.title or labels().statement(cell.statement)
    return f"《{title}》{code}{label}·{labels().column(cell.column, cell.statement, cell.stage)}"


def with_figure(name: str, text: str) -> str:
    """A cell in words: its name and what is printed in it."""
    return f"{name} = {text.strip() or '（空）'}"


class Places(Evidenced):
    """Looks up the places of one document. Indexes are made on first use: most documents need few."""

    def __init__(self, document: Document) -> None:
        """Nothing is indexed yet."""
        self._document = document
        self._titles: dict[str, str] | None = None
        self._index: dict[str, dict[int, HubRow]] = {}

    def name_of_ref(self, ref: str) -> str:
        """A cell `F12` by statement, item and column; the words of the place for anything else."""
        place = self.place(ref)
        row = self._index[ref[:1]].get(int(ref[1:])) if place else None
        return self.name_of(row) if isinstance(row, FactRow) else place[1] if place else ref

    def place(self, ref: str) -> Place | None:
        """The place of a reference; None when there is no such row."""
        letter, key = ref[:1], ref[1:]
        if letter not in TABLES or not key.isdigit():
            return None
        if letter not in self._index:
            table, name = TABLES[letter]
            self._index[letter] = {getattr(row, name): row for row in getattr(self._document, table)}
        row = self._index[letter].get(int(key))
        if letter == "T" and isinstance(row, EvaluationRow) and row.total_line is not None:
            return row.total_line, self._source(row.total_line), "performance"
        return None if row is None else self._render(row)

    def _render(self, row: HubRow) -> tuple[int, str, str]:
        match row:
            case FactRow():
                return row.line, self.of_fact(row), row.statement
            case ClaimRow():
                return row.line, of_claim(row), row.section
            case BlockRow():
                return row.line_from, _trim(row.text) or self._source(row.line_from), row.section
            case WordingRow():
                return row.line, _trim(row.text) or self._source(row.line), row.section
            case _:
                line: int = getattr(row, "line", 0)
                return line, self._source(line) or _described(row), "performance"

    def of_fact(self, row: FactRow) -> str:
        """A cell in words: 《表名》项目·列 = 数."""
        return with_figure(self.name_of(row), row.text)

    def name_of(self, row: FactRow) -> str:
        """Where a cell stands: 《表名》项目·列."""
        if self._titles is None:
            self._titles = {one.statement: one.title for one in self._document.statements}
        title = self._titles.get(row.statement, "")
        return name_of_cell(Cell(title, row.statement, row.item, row.item_label, row.column, self._document.about.stage))

    def _source(self, line: int) -> str:
        source = self._document.source
        return _trim(_CELLS.sub(" | ", source[line - 1]).strip(" |")) if 0 < line <= len(source) else ""


def of_claim(row: ClaimRow) -> str:
    """The sentence around a figure, cut to a readable length with the figure inside."""
    sentence = row.sentence or row.text
    at = max(sentence.find(row.text), 0)
    start = 0 if len(sentence) <= _LONGEST else max(0, at - _BEFORE)
    return ("…" if start else "") + _trim(sentence[start:])


def _described(row: HubRow) -> str:
    """What a row of a form says, where the source is not at hand."""
    match row:
        case EvaluationRow():
            return _trim(f"{row.title} {row.project}")
        case IndicatorRow():
            return _trim(f"{row.name} {row.target_text} {row.actual_text}")
        case FundingRow():
            return row.label
        case _:
            return ""


def _trim(text: str) -> str:
    plain = _SPACES.sub(" ", text).strip()
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
