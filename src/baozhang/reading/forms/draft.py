"""A form while it is being read: its records without keys, and the count of figures met and bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from baozhang.facts.records import EvaluationRow, IndicatorRow
from baozhang.reading.forms.cells import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.facts.records import FundingRow
    from baozhang.reading.forms.spans import FormRow


@dataclass(slots=True)
class Tally:
    """Figures met and bound, and the rows in which a figure found no place, with the reason."""

    figures: int = 0
    bound: int = 0
    unplaced: list[tuple[int, str]] = field(default_factory=list)
    adrift: int = 0
    """Cells of indicators that found no place, figures or words."""
    doubts: list[tuple[int, str]] = field(default_factory=list)
    """What of a form whose cells are guessed was left out or is taken with doubt."""

    def bind(self, count: int = 1) -> None:
        """Count figures that ended up in a record."""
        self.figures += count
        self.bound += count

    def lose(self, line: int, cells: Iterable[str], why: str) -> None:
        """List a row whose figures (if it has any) fit nothing."""
        lost = [cell for cell in cells if is_figure(cell)]
        if lost:
            self.figures += len(lost)
            self.unplaced.append((line, f"{why}：{'、'.join(lost)}"))


@dataclass(slots=True)
class FormDraft:
    """One form: the evaluation record (keys still 0) with its funding lines and indicators."""

    evaluation: EvaluationRow
    fundings: list[FundingRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def empty_indicator(name: str, line: int) -> IndicatorRow:
    """An indicator with nothing but its name and place."""
    return IndicatorRow(
        document_id="",
        indicator=0,
        form=0,
        level1="",
        level2="",
        name=name,
        operator="",
        target_text="",
        target=None,
        target_unit="",
        actual_text="",
        actual=None,
        actual_unit="",
        weight=None,
        score=None,
        reason="",
        completion=None,
        score_rate=None,
        weight1=None,
        weight2=None,
        line=line,
        row=0,
        repaired=False,
    )


def empty_evaluation(kind: str, rows: list[FormRow], money_unit: str) -> EvaluationRow:
    """An evaluation record with nothing but its place."""
    return EvaluationRow(
        document_id="",
        form=0,
        kind=kind,
        title="",
        project="",
        supervisor="",
        unit_name="",
        fiscal_year=None,
        initial=None,
        adjusted=None,
        executed=None,
        rate=None,
        funds_weight=None,
        funds_score=None,
        total=None,
        grade="",
        goal="",
        result="",
        low_reason="",
        stated_targets=None,
        stated_reached=None,
        copy_of=None,
        money_unit=money_unit,
        block=rows[0].block if rows else 0,
        line=rows[0].line if rows else 0,
        line_to=rows[-1].line if rows else 0,
        total_line=None,
        weight_total=None,
    )
