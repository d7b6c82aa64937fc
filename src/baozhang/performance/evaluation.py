"""A performance form as it is filled in: head, money by source, goals, indicators with points and reasons, total and grade.

It is made from a form that was scored, or from a form that was read, and it is what the layouts of forms print
(`baozhang.compiling.forms`). A target form is the same record without actual values, points and total.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.performance.forms import indicator_of
from baozhang.performance.scoring import rounded_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baozhang.facts.document import Document
    from baozhang.facts.records import EvaluationRow, FundingRow, IndicatorRow
    from baozhang.performance.forms import Form, Indicator
    from baozhang.performance.schemes import Scheme
    from baozhang.performance.scoring import FormScore

TOTAL: Final = "total"
"""Source of the line that adds up the others."""
_HUNDRED_PERCENT: Final = 1_000_000
_EXPLAIN_BELOW: Final = 800_000
"""Execution rate below which a reason is owed: 80 percent (财预〔2020〕10号: low execution is explained)."""


@dataclass(frozen=True, slots=True)
class FundsLine:
    """Money of one source, fen: `total`, `fiscal`, `other`, `carryover` or a finer source. `rate` is percent in ten-thousandths."""

    source: str
    initial: int | None = None
    adjusted: int | None = None
    executed: int | None = None
    rate: int | None = None
    label: str = ""
    """The source as it was printed; layouts have their own words for the usual ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with the points it was given (ten-thousandths, None before it is scored) and the reason for a deviation."""

    indicator: Indicator
    score: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A form filled in. Points are ten-thousandths; `missing` says what is still owed (Chinese, one sentence each)."""

    project: str
    supervisor: str = ""
    unit: str = ""
    year: int | None = None
    goal: str = ""
    result: str = ""
    funds: tuple[FundsLine, ...] = ()
    funds_weight: int | None = None
    funds_score: int | None = None
    lines: tuple[Line, ...] = ()
    total: int | None = None
    grade: str = ""
    low_reason: str = ""
    missing: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """What only some forms print: `summary`, `effects`, `problems`, `advice`, and `method`, how execution was scored."""
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Rows of blocks that only some forms have, by the name of the block (`tasks`, `aspects`, `progress`), each by the fields it prints."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What scoring does not know of a form: whose it is, its words, and its money by source.

    `reasons` are by the place of the indicator in the form, from 0. `sources` are the parts of the total, whose initial budget
    is their sum.
    """

    supervisor: str
    unit: str
    year: int
    goal: str
    result: str
    sources: tuple[FundsLine, ...]
    reasons: dict[int, str] = field(default_factory=dict)
    low_reason: str = ""
    breakdown: tuple[FundsLine, ...] = ()
    """Finer sources, which are parts of `sources` and do not add to the total."""


def evaluation_of(form: Form, score: FormScore, scheme: Scheme, about: Particulars) -> Evaluation:
    """The self-evaluation of a scored form. UsageError when its sources of money do not add up to its budget or spending."""
    for name, money, parts in (
        ("全年预算数", form.budget, [one.adjusted for one in about.sources]),
        ("全年执行数", form.executed, [one.executed for one in about.sources]),
    ):
        if sum(part or 0 for part in parts) != (money or 0):
            stated, summed = fen_to_text(money or 0), fen_to_text(sum(part or 0 for part in parts))
            raise UsageError(f"项目“{form.project}”的{name}{stated}万元不等于各来源之和{summed}万元。请核对资金来源。")
    initial = sum(one.initial or 0 for one in about.sources)
    whole = rated(FundsLine(TOTAL, initial, form.budget, form.executed))
    pairs = zip(form.indicators, score.indicators, strict=True)
    lines = tuple(Line(one, points.points, about.reasons.get(at, "")) for at, (one, points) in enumerate(pairs))
    return Evaluation(
        form.project, about.supervisor, about.unit, about.year, about.goal, about.result,
        (whole, *map(rated, (*about.sources, *about.breakdown))), form.funds_weight, score.funds.points, lines, score.total, score.grade,
        about.low_reason, tuple(_owed(score, scheme, whole, lines, about.low_reason)),
    )  # fmt: skip


def _owed(score: FormScore, scheme: Scheme, whole: FundsLine, lines: tuple[Line, ...], low_reason: str) -> Iterator[str]:
    """What a complete form would still say."""
    for line, points in zip(lines, score.indicators, strict=True):
        if points.reached is False and not line.reason:
            yield f"指标“{line.indicator.name}”未达到指标值，没有写明偏差原因和改进措施。"
        if line.score is None:
            yield f"指标“{line.indicator.name}”须由人评定得分。"
    explained = any(line.reason for line in lines)
    if whole.rate is not None and whole.rate < _EXPLAIN_BELOW and not explained:
        yield f"预算执行率{scaled_to_text(whole.rate)}%，没有写明原因。"
    if score.total is not None and score.total < scheme.reasons_below and not low_reason:
        bound = scaled_to_text(scheme.reasons_below, 0)
        yield f"总分{scaled_to_text(score.total, 0)}分，低于{bound}分，没有写明原因和拟采取的措施。"


def rated(line: FundsLine) -> FundsLine:
    """The line with its execution rate, to hundredths of a percent; a budget of nothing has the rate 0."""
    rate = rounded_points(Fraction(line.executed or 0, line.adjusted) * _HUNDRED_PERCENT) if line.adjusted else 0
    return FundsLine(line.source, line.initial, line.adjusted, line.executed, rate, line.label)


def evaluations_of(document: Document, kind: str) -> list[Evaluation]:
    """The forms of a kind (`self`, `department`, `target`) that were read in a document, as they are printed there; copies left out."""
    return [
        _read(
            about,
            [one for one in document.fundings if one.form == about.form],
            [one for one in document.indicators if one.form == about.form],
        )
        for about in document.evaluations
        if about.kind == kind and about.copy_of is None
    ]


def _read(about: EvaluationRow, funds: list[FundingRow], rows: list[IndicatorRow]) -> Evaluation:
    return Evaluation(
        about.project, about.supervisor, about.unit_name, about.fiscal_year, about.goal, about.result,
        tuple(FundsLine(one.source, one.initial, one.adjusted, one.executed, one.rate, one.label) for one in funds),
        about.funds_weight, about.funds_score, tuple(Line(indicator_of(one), one.score, one.reason) for one in rows),
        about.total, about.grade, about.low_reason,
    )  # fmt: skip
