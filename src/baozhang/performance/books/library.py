"""The project library: every programme of a book with its goals, put together from the registers of the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from baozhang.ledger.books import records_of
from baozhang.performance.books.programme import (
    KINDS,
    QUALITATIVE,
    Assessment,
    Change,
    Evidence,
    Goal,
    Note,
    Programme,
    Reached,
    Task,
    target_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from baozhang.ledger.books import Book, Row

_USUAL_WEIGHT: Final = 100_000
"""What execution is worth unless a programme says otherwise: ten points (财预〔2020〕10号)."""
_AGREED: Final = "同意"
_APPLIED: Final = "申请"


def programmes(connection: Connection, book: Book) -> tuple[Programme, ...]:
    """Every programme of a book: projects, the whole department, transfers, each kind in the order of the codes."""
    rows = {name: _by_programme(records_of(connection, book, f"performance_{name}")) for name in _PARTS}
    units = {str(row["agency_code"]): str(row["agency_name"]) for row in records_of(connection, book, "units")}
    owners = {str(row["pro_code"]): units.get(str(row["agency_code"]), "") for row in records_of(connection, book, "projects")}
    found = [
        _programme(row, {name: rows[name][str(row["programme_code"])] for name in _PARTS}, owners, book.department)
        for row in records_of(connection, book, "performance_programmes")
    ]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), in_order(one.code))))


_PARTS: Final = ("links", "indicators", "adjustments", "actuals", "evidence", "texts", "tasks", "assessments")


def in_order(code: str) -> tuple[int, str]:
    """Numbers before words, 2 before 10."""
    return (int(code), "") if code.isascii() and code.isdigit() else (10**18, code)


def _by_programme(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["programme_code"])].append(row)
    return found


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _int(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else None


def _programme(row: Row, parts: Mapping[str, list[Row]], owners: Mapping[str, str], department: str) -> Programme:
    levels = {_text(one, "pro_code"): _text(one, "fund_level") for one in parts["links"]}
    owner = next((owners[code] for code in levels if owners.get(code)), department)
    weight = _int(row, "execution_weight")
    return Programme(
        code=_text(row, "programme_code"),
        name=_text(row, "programme_name"),
        kind=_text(row, "programme_kind"),
        supervisor=_text(row, "supervisor") or department,
        unit=_text(row, "executing_unit") or owner,
        goal=_text(row, "goal"),
        basis=_text(row, "basis"),
        summary=_text(row, "summary"),
        scheme=_text(row, "scheme"),
        funds_weight=_USUAL_WEIGHT if weight is None else weight,
        evaluated=bool(row.get("is_evaluated")),
        levels=MappingProxyType(levels),
        goals=_goals(parts),
        notes=_notes(parts["texts"]),
        tasks=tuple(_listed(parts["tasks"], "task_no", _task)),
        evidence=tuple(_listed(parts["evidence"], "evidence_no", _evidence)),
        assessments=tuple(_listed(parts["assessments"], "item", _assessment)),
    )


_Part = TypeVar("_Part")


def _listed(rows: list[Row], number: str, make: Callable[[Row], _Part]) -> list[_Part]:
    return [make(row) for row in sorted(rows, key=lambda row: in_order(_text(row, number)))]


def _goals(parts: Mapping[str, list[Row]]) -> tuple[Goal, ...]:
    adjustments, actuals = defaultdict(list), defaultdict(list)
    for row in parts["adjustments"]:
        adjustments[_text(row, "indicator_no")].append(row)
    for row in sorted(parts["actuals"], key=lambda row: str(row["as_of"])):
        actuals[_text(row, "indicator_no")].append(_reached(row))
    goals = _listed(parts["indicators"], "indicator_no", _goal)
    return tuple(_adjusted(replace(one, reached=tuple(actuals[one.number])), adjustments[one.number]) for one in goals)


_PRINTED: Final = ("indicator_name", "first_level", "second_level", "operator", "target_value", "measured_in")


def _goal(row: Row) -> Goal:
    name, first, second, sign, value, unit = (_text(row, field) for field in _PRINTED)
    indicator = target_of(name, (first, second), sign, value, unit)
    return Goal(
        _text(row, "indicator_no"), replace(indicator, weight=_int(row, "weight") or 0), sign == QUALITATIVE,
        _text(row, "measure"), _text(row, "data_source"), _text(row, "library_code"),
    )  # fmt: skip


def _adjusted(goal: Goal, rows: list[Row]) -> Goal:
    """The goal with every adjustment that was approved, in the order of the days and numbers."""
    one, changes = goal.indicator, []
    for row in sorted(rows, key=lambda row: (str(row["approved_on"] or ""), in_order(_text(row, "adj_no")))):
        approved_on = _day(row, "approved_on")
        if _text(row, "adj_status") == _AGREED and approved_on is not None:
            sign = QUALITATIVE if goal.qualitative else next((sign for sign in "≥≤=<>" if one.target_text.startswith(sign)), "=")
            unit = "" if goal.qualitative else one.target_unit
            moved = target_of(one.name, (one.level1, one.level2), sign, _text(row, "target_value"), unit)
            document = _text(row, "cor_bgt_doc_no") or "文号未登记"
            said = f"指标值由“{one.target_text}”调整为“{moved.target_text}”（{document}）：{_text(row, 'reason')}"
            one = replace(moved, weight=one.weight)
            changes.append(Change(approved_on, one, said))
    return replace(goal, changes=tuple(changes), pending=any(_text(row, "adj_status") == _APPLIED for row in rows))


def _reached(row: Row) -> Reached:
    day = _day(row, "as_of")
    if day is None:
        day = date.min
    return Reached(
        day, _text(row, "actual_value"), _text(row, "deviation_kind"), _text(row, "reason"), _text(row, "action_taken"),
        _text(row, "likelihood"), _int(row, "judged_points"), _text(row, "judged_by"),
    )  # fmt: skip


def _notes(rows: list[Row]) -> Mapping[str, tuple[Note, ...]]:
    found: dict[str, list[Note]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: in_order(_text(row, "text_no"))):
        found[_text(row, "place")].append(Note(_text(row, "content"), _text(row, "problem")))
    return MappingProxyType({place: tuple(notes) for place, notes in found.items()})


def _task(row: Row) -> Task:
    return Task(_text(row, "task_name"), _text(row, "content"), _text(row, "expected"), _text(row, "result"), _text(row, "reason"))


def _evidence(row: Row) -> Evidence:
    return Evidence(
        _text(row, "evidence_no"), _text(row, "indicator_no"), _text(row, "evidence_kind"), _text(row, "evidence_file"),
        _text(row, "evidence_digest"), _int(row, "evidence_bytes") or 0, _day(row, "as_of"), _text(row, "remark"),
    )  # fmt: skip


def _assessment(row: Row) -> Assessment:
    return Assessment(_text(row, "item"), _text(row, "assessor"), _int(row, "points") or 0, _text(row, "basis"))
