"""What changed from one version of a document to the next: figures cell by cell, and prose paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from baozhang.facts.amounts import fen_to_text
from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Cell = tuple[str, str, str]
"""Statement, item and column."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is not what it was: None where a version does not have it (fen)."""

    cell: Cell
    before: int | None
    after: int | None

    @property
    def named(self) -> str:
        """The cell in words: 《收入表》2101501·合计."""
        statement, item, column = self.cell
        words = labels()
        return f"《{words.statement(statement)}》{words.item(item, statement)}·{words.column(column, statement)}"


@dataclass(frozen=True, slots=True)
class TextChange:
    """Paragraphs that were replaced: empty before for new ones, empty after for those left away."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def figure_changes(before: Mapping[Cell, int], after: Mapping[Cell, int]) -> Iterator[FigureChange]:
    """Every cell that differs, in the order of the later version, then those that are gone."""
    for cell in dict.fromkeys([*after, *before]):
        if before.get(cell) != after.get(cell):
            yield FigureChange(cell, before.get(cell), after.get(cell))


def text_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[TextChange]:
    """Paragraphs that differ, in reading order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind != "equal":
            yield TextChange(tuple(before[first:last]), tuple(after[begin:end]))


def changes_text(figures: Sequence[FigureChange], texts: Sequence[TextChange], unit: str) -> str:
    """Both kinds of changes for the screen: figures in `unit` with their difference, old paragraphs after －, new ones after ＋."""
    lines = [f"数字变动 {len(figures)} 处（{unit}）"]
    lines += [f"  {one.named}：{_amount(one.before, unit)} → {_amount(one.after, unit)}{_difference(one, unit)}" for one in figures]
    lines.append(f"文字变动 {len(texts)} 处")
    for one in texts:
        lines += [f"  － {text}" for text in one.before] + [f"  ＋ {text}" for text in one.after]
    return "\n".join(lines) + "\n"


def _amount(fen: int | None, unit: str) -> str:
    return "（无）" if fen is None else fen_to_text(fen, unit, grouped=True)


def _difference(one: FigureChange, unit: str) -> str:
    if one.before is None or one.after is None:
        return ""
    difference = one.after - one.before
    return f"（{'增加' if difference > 0 else '减少'}{fen_to_text(abs(difference), unit, grouped=True)}）"
