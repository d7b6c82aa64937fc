"""A performance form as it is scored: money, and indicators with target, actual value and weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.facts.document import Document
    from baozhang.facts.records import EvaluationRow, IndicatorRow


@dataclass(frozen=True, slots=True)
class Indicator:
    """A third-level indicator. Figures are ten-thousandths in their printed unit; None where the value is words."""

    name: str
    level1: str
    level2: str
    operator: str
    """`>=`, `<=`, `=`, `>`, `<` or empty."""
    target_text: str
    target: int | None
    target_unit: str
    actual_text: str
    actual: int | None
    actual_unit: str
    weight: int
    """分值, ten-thousandths of a point."""


@dataclass(frozen=True, slots=True)
class Form:
    """A self-evaluation of a project or department. Money is fen; `funds_weight` is what execution is worth, in ten-thousandths."""

    project: str
    budget: int | None
    """全年预算数."""
    executed: int | None
    """全年执行数."""
    funds_weight: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a published form says it scored, to be compared: ten-thousandths of a point, None where it is not printed."""

    form: int
    line: int
    scores: tuple[int | None, ...]
    funds: int | None
    total: int | None
    grade: str


FULL_MARKS = 1_000_000
"""A hundred points in ten-thousandths."""


def forms_of(document: Document) -> list[tuple[Form, Printed]]:
    """The scored forms of a document that was read (project and whole department, copies left out), with what they print.

    A form that prints no weight for execution has what its indicators leave of a hundred points.
    """
    by_form: dict[int, list[IndicatorRow]] = {}
    for row in document.indicators:
        by_form.setdefault(row.form, []).append(row)
    wanted = [one for one in document.evaluations if one.kind in {"self", "department"} and one.copy_of is None and one.form in by_form]
    return [(_form(one, by_form[one.form]), _printed(one, by_form[one.form])) for one in wanted]


def _form(about: EvaluationRow, rows: Iterable[IndicatorRow]) -> Form:
    indicators = tuple(indicator_of(row) for row in rows)
    rest = FULL_MARKS - sum(one.weight for one in indicators)
    weight = about.funds_weight if about.funds_weight is not None else max(0, rest)
    return Form(about.project or about.title, about.adjusted, about.executed, weight, indicators)


def indicator_of(row: IndicatorRow) -> Indicator:
    """The indicator of a hub row; one without a printed weight weighs nothing."""
    return Indicator(
        row.name, row.level1, row.level2, row.operator, row.target_text, row.target, row.target_unit, row.actual_text, row.actual,
        row.actual_unit, row.weight or 0,
    )  # fmt: skip


def _printed(about: EvaluationRow, rows: Iterable[IndicatorRow]) -> Printed:
    return Printed(about.form, about.line, tuple(row.score for row in rows), about.funds_score, about.total, about.grade)
