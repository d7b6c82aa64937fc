"""A programme as the books hold it: what goals are set for (a project, the whole department, a transfer), with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from baozhang.performance.forms import Indicator
from baozhang.reading.forms.folding import words
from baozhang.reading.forms.values import quantity
from baozhang.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PROJECT: Final = "项目"
DEPARTMENT: Final = "部门整体"
TRANSFER: Final = "转移支付"
KINDS: Final = (PROJECT, DEPARTMENT, TRANSFER)
"""Kinds of programmes, in the order they are printed."""
QUALITATIVE: Final = "定性"
_OPERATORS: Final = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<", QUALITATIVE: ""}


@dataclass(frozen=True, slots=True)
class Reached:
    """What an indicator had come to on a day: the value as entered, why it deviates and what is done, and what a person judged it worth.

    `judged` is ten-thousandths of a point, None where nobody judged.
    """

    as_of: date
    value: str
    deviation_kind: str = ""
    reason: str = ""
    action: str = ""
    likelihood: str = ""
    judged: int | None = None
    judged_by: str = ""

    @property
    def explanation(self) -> str:
        """Reason and action as a form prints them in one cell."""
        return "".join(_sentence(text) for text in (self.reason, self.action) if text)


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "；")) else f"{text}。"


@dataclass(frozen=True, slots=True)
class Change:
    """An approved adjustment: from which day on the target is another, and who approved it why (Chinese)."""

    approved_on: date
    indicator: Indicator
    said: str


@dataclass(frozen=True, slots=True)
class Goal:
    """An indicator of a programme: its number, target and weight as they were set, and what was changed during the year."""

    number: str
    indicator: Indicator
    qualitative: bool
    measure: str = ""
    data_source: str = ""
    library_code: str = ""
    changes: tuple[Change, ...] = ()
    """In the order of their approval."""
    pending: bool = False
    """Whether an adjustment waits for approval."""
    reached: tuple[Reached, ...] = ()
    """In the order of their days."""

    def at(self, day: date) -> Reached | None:
        """The last entry up to a day."""
        return next((one for one in reversed(self.reached) if one.as_of <= day), None)

    def changed_by(self, day: date) -> tuple[Change, ...]:
        """The changes that were in force on a day."""
        return tuple(one for one in self.changes if one.approved_on <= day)

    def filled(self, day: date) -> Indicator:
        """The indicator with the target that was in force and the actual value on a day."""
        entry, changes = self.at(day), self.changed_by(day)
        return with_actual(changes[-1].indicator if changes else self.indicator, entry.value if entry else "")


@dataclass(frozen=True, slots=True)
class Task:
    """A duty or task of the year of a whole department."""

    name: str
    content: str
    expected: str
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that stands for what is claimed; its content lies in the evidence store under its digest (SHA-256)."""

    number: str
    indicator_no: str
    kind: str
    name: str
    digest: str
    bytes: int
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Points that one member of an evaluation group gave for one item of the framework (ten-thousandths), and why."""

    item: str
    assessor: str
    points: int
    basis: str


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph that staff wrote, and for the management of a transfer what is wrong with it."""

    content: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of one year. `levels` are its projects in the ledger with the level their money comes from."""

    code: str
    name: str
    kind: str
    supervisor: str
    unit: str
    goal: str
    basis: str = ""
    summary: str = ""
    scheme: str = ""
    funds_weight: int = 100_000
    evaluated: bool = False
    levels: Mapping[str, str] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    def told(self, place: str) -> str:
        """The paragraphs of a place as one text; empty where nothing was written."""
        return "".join(_sentence(one.content) for one in self.notes.get(place, ()))


def target_of(name: str, levels: tuple[str, str], operator: str, value: str, unit: str) -> Indicator:
    """An indicator without actual value; its target is read as the reader of forms reads what is printed: ≥, 200, 万人次 is ≥200万人次."""
    sign = "" if operator == QUALITATIVE else operator
    text = value if unit and value.endswith(unit) else value + unit
    text = text if text.startswith(tuple("≥≤=<>")) else sign + text
    read = quantity(words(fold(text)))
    return Indicator(name, levels[0], levels[1], read.operator or _OPERATORS[operator], text, read.value, read.unit, "", None, "", 0)


def with_actual(indicator: Indicator, value: str) -> Indicator:
    """The indicator with an actual value; a bare figure is in the unit of the target."""
    read = quantity(words(fold(value)))
    if read.value is not None and not read.unit and indicator.target is not None and indicator.target_unit:
        return replace(indicator, actual_text=value + indicator.target_unit, actual=read.value, actual_unit=indicator.target_unit)
    return replace(indicator, actual_text=value, actual=read.value, actual_unit=read.unit)
