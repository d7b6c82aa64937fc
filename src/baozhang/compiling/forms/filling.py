"""A layout filled with an evaluation: words for figures, cells merged over equal levels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from baozhang.compiling.pieces import Align, Cell, Form, Table
from baozhang.facts.amounts import fen_to_text, scaled_to_text
from baozhang.performance.evaluation import TOTAL
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.compiling.forms.layout import Block, FormLayout, Place
    from baozhang.compiling.pieces import Row
    from baozhang.performance.evaluation import Evaluation, FundsLine, Line
    from baozhang.performance.forms import Indicator

_HUNDRED_PERCENT: Final = 1_000_000
WORDS: Final = ("summary", "effects", "problems", "advice", "month", "central_supervisor", "remark")
"""Fields that only some forms print, from the words of an evaluation."""
ROWS: Final = ("tasks", "aspects", "progress", "spending")
"""Blocks whose rows an evaluation brings with it."""
_SIGNS: Final = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}


def filled(layout: FormLayout, evaluation: Evaluation) -> Form:
    """The form of an evaluation in a layout."""
    fields = _fields(evaluation)
    rows = [row for block in layout.blocks if not block.when or fields[block.when] for row in _rows(block, layout, evaluation, fields)]
    return Form(layout.title.format_map(fields), Table(layout.id, (), tuple(rows), layout.widths))


def _rows(block: Block, layout: FormLayout, evaluation: Evaluation, fields: Mapping[str, str]) -> list[Row]:
    rows = [tuple(_cell(place, fields) for place in row) for row in block.rows]
    if block.each:
        rows += _merged(block.row, [tuple(_cell(place, one) for place in block.row) for one in _each(block.each, layout, evaluation)])
    if block.group and rows:
        rows[0] = (replace(_cell(block.group, fields), rows=len(rows)), *rows[0])
    return rows


def _cell(place: Place, fields: Mapping[str, str]) -> Cell:
    return Cell(place.text.format_map(fields), Align(place.align), place.columns)


def _merged(places: Sequence[Place], rows: Sequence[Row]) -> list[Row]:
    """The rows with equal neighbours below each other merged; a cell merges only where all merging cells left of it do."""
    leads = [[at for at, place in enumerate(places[: column + 1]) if place.merges] for column in range(len(places))]

    def joins(at: int, column: int) -> bool:
        return (
            0 < at < len(rows)
            and places[column].merges
            and bool(rows[at][column].text)
            and all(rows[at][lead].text == rows[at - 1][lead].text for lead in leads[column])
        )

    def height(at: int, column: int) -> int:
        below = at + 1
        while joins(below, column):
            below += 1
        return below - at

    def kept(at: int, row: Row) -> Row:
        return tuple(replace(cell, rows=height(at, column)) for column, cell in enumerate(row) if not joins(at, column))

    return [kept(at, row) for at, row in enumerate(rows)]


def _fields(evaluation: Evaluation) -> dict[str, str]:
    weights = sum(line.indicator.weight for line in evaluation.lines) + (evaluation.funds_weight or 0)
    return {
        "project": evaluation.project,
        "supervisor": evaluation.supervisor,
        "unit": evaluation.unit,
        "year": str(evaluation.year or ""),
        "goal": evaluation.goal,
        "result": evaluation.result,
        "weights": _points(weights),
        "total": _points(evaluation.total),
        "grade": evaluation.grade,
        "low_reason": evaluation.low_reason,
        **{name: "shown" if evaluation.rows.get(name) else "" for name in ROWS},
        **{name: evaluation.words.get(name, "") for name in WORDS},
    }


def _each(kind: str, layout: FormLayout, evaluation: Evaluation) -> list[dict[str, str]]:
    if kind == "indicators":
        return [_line(line) for line in evaluation.lines]
    if kind in ROWS:
        return [dict(row) for row in evaluation.rows.get(kind, ())]
    order = list(layout.sources)
    known = sorted((one for one in evaluation.funds if one.source in layout.sources), key=lambda one: order.index(one.source))
    named = [one for one in evaluation.funds if one.source not in layout.sources and one.label]
    return [_source(one, layout, evaluation) for one in (*known, *named)]


def _source(line: FundsLine, layout: FormLayout, evaluation: Evaluation) -> dict[str, str]:
    whole = line.source == TOTAL
    return {
        "label": layout.sources.get(line.source, line.label),
        "initial": _money(line.initial),
        "adjusted": _money(line.adjusted),
        "executed": _money(line.executed),
        "rate": "" if line.rate is None else scaled_to_text(line.rate),
        "adjustment": _money(_less(line.adjusted, line.initial)),
        "balance": _money(_less(line.adjusted, line.executed)),
        "balance_rate": "" if line.rate is None else scaled_to_text(_HUNDRED_PERCENT - line.rate if line.adjusted else 0),
        "method": evaluation.words.get("method", "") if whole else "",
        "weight": _points(evaluation.funds_weight) if whole else "—",
        "score": _points(evaluation.funds_score) if whole else "",
    }


def _less(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part


def _line(line: Line) -> dict[str, str]:
    one = line.indicator
    return {
        "level1": one.level1,
        "level2": one.level2,
        "name": one.name,
        "target": _target(one),
        "actual": _with_unit(one.actual_text, one.actual, one.actual_unit),
        "weight": _points(one.weight),
        "score": _points(line.score),
        "reason": line.reason,
    }


def _target(one: Indicator) -> str:
    """The target as printed; its sign and its unit are added where the form it comes from has columns of their own for them."""
    text = _with_unit(one.target_text, one.target, one.target_unit)
    words = performance_words()
    signed = any(text.startswith(printed) for printed, _ in words.operators) or any(text.endswith(end) for end, _ in words.suffixes)
    return text if signed or not one.operator else _SIGNS[one.operator] + text


def _with_unit(text: str, value: int | None, unit: str) -> str:
    return text if value is None or not unit or unit in text else text + unit


def _points(value: int | None) -> str:
    return "" if value is None else scaled_to_text(value, 0)


def _money(fen: int | None) -> str:
    return "" if fen is None else fen_to_text(fen, grouped=True)
