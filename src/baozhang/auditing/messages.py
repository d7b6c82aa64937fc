"""Messages of rules: templates with named, formatted fields such as `{actual:pct}`."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.facts.amounts import fen_to_text, scaled_to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = int | float | str | bool | None
"""What a column of a rule's query may hold."""


def _scaled(value: Value, decimals: int) -> str:
    return scaled_to_text(round(value), decimals) if isinstance(value, int | float) else str(value)


def _money(value: Value, unit: str) -> str:
    return fen_to_text(round(value), unit) if isinstance(value, int | float) else str(value)


FIGURES: Final[dict[str, Callable[[Value], str]]] = {
    "wan": lambda value: _money(value, "万元"),
    "yuan": lambda value: _money(value, "元"),
    "pct": lambda value: _scaled(value, 2),
    "num": lambda value: _scaled(value, 0),
    "text": str,
}
"""How a figure is printed: money in fen as 万元 or 元, ten-thousandths as a percentage or a plain number, or words."""


def format_figure(value: Value, figures: str) -> str:
    """A figure in the form `figures`, without losing a digit; empty for None.

    >>> format_figure(10132190000, "wan"), format_figure(46800, "pct"), format_figure(30000, "num")
    ('10132.19', '4.68', '3')
    """
    return "" if value is None else FIGURES[figures](value)


_INNER_QUOTES: Final = str.maketrans("“”", "‘’")


def _within(literal: str, words: str) -> str:
    """Words as they stand behind a literal: between “ and ” their own quotation marks are single."""
    return words.translate(_INNER_QUOTES) if literal.endswith("“") else words


_CLOSING: Final = {"“": "”", "《": "》"}
_OPENING: Final = tuple(_CLOSING)
_UNNAMED: Final = {"subject": "本表", "project": "本表", "title": "本表"}
_NAMELESS: Final = "（未写名称）"
"""What stands in a message for a name that is not printed, without quotation marks."""


@dataclass(frozen=True, slots=True)
class Message:
    """A template split into literal words and (field, format) pairs."""

    parts: tuple[tuple[str, str, str], ...]
    """Literal, then field and format; the last literal may stand without a field (empty)."""

    @property
    def fields(self) -> frozenset[str]:
        """Names of the columns the template uses."""
        return frozenset(field for _, field, _ in self.parts if field)

    def fill(self, row: Mapping[str, Value]) -> str:
        """The template with the row's values; a NULL leaves nothing, and quotation marks inside quotation marks become single ones.

        Quotation marks around nothing name nothing: what has no name is called by what it is.
        """
        said, unnamed = "", ""
        for literal, field, form in self.parts:
            if unnamed and _CLOSING[said[-1]] == literal[:1]:
                said, literal = said[:-1] + unnamed, literal[1:]  # noqa: PLW2901  # what is left of it
            said += literal
            words = _within(literal, format_figure(row[field], form)) if field else ""
            unnamed = _UNNAMED.get(field, _NAMELESS) if not words and said.endswith(_OPENING) else ""
            said += words
        return said

    def fill_complete(self, row: Mapping[str, Value]) -> str:
        """As `fill`, but empty when any field is NULL."""
        return "" if any(row[field] is None for field in self.fields) else self.fill(row)


def parse_message(template: str, where: str) -> Message:
    """Split a template; UsageError names the file when a field or format is not understood.

    >>> parse_message("称{change:wan}万元", "x.sql").fill({"change": 1500000})
    '称1.50万元'
    >>> parse_message("“{subject}”", "x.sql").fill({"subject": "“三公”经费"})
    '“‘三公’经费”'
    >>> parse_message("“{subject}”的“{name}”", "x.sql").fill({"subject": "", "name": "参保人数"})
    '本表的“参保人数”'
    """
    parts: list[tuple[str, str, str]] = []
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        msg = f"{where}：消息模板有误（{error}）"
        raise UsageError(msg) from error
    for literal, field, form, conversion in pieces:
        kind = form or "text"
        if field is not None and (not field.isidentifier() or kind not in FIGURES or conversion):
            msg = f"{where}：消息模板中的“{{{field}:{kind}}}”无法识别"
            raise UsageError(msg)
        parts.append((literal, field or "", kind))
    return Message(tuple(parts))
