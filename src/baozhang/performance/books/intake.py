"""Imports of the performance books: what a row must hold beyond its form, and files that become evidence. All or nothing, as the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError, UsageError
from baozhang.ledger.books import records_of
from baozhang.ledger.exchange.intake import Domain, Taken, import_files
from baozhang.performance.books.programme import QUALITATIVE, target_of
from baozhang.performance.measures.measured import read_measured
from baozhang.performance.schemes import scheme_of
from baozhang.reading.forms.folding import key, words
from baozhang.reading.forms.values import quantity
from baozhang.reading.text import fold
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from baozhang.ledger.books import Row, Value
    from baozhang.ledger.journal import Journal
    from baozhang.ledger.registers import Register
    from baozhang.performance.books.evidence import EvidenceStore

    Checks = Mapping[str, Callable[[Row], Iterator[tuple[str, str]]]]

_EVIDENCE: Final = "performance_evidence"
_ACTUALS: Final = "performance_actuals"
_MEASURED: Final = "测算结果"
_EXPLAINED: Final = ("deviation_kind", "reason", "action_taken", "likelihood", "judged_points", "judged_by")


def import_performance(journal: Journal, paths: Sequence[str | Path], evidence: EvidenceStore, *, again: bool = False) -> Taken:
    """Import tables of the performance books; InputError names every bad cell, and then nothing is entered.

    A measured value (材料类型 测算结果) that names an indicator is its actual value on that day: it need not be typed, and may not be
    typed differently.
    """
    with journal.store.read() as connection:
        entered = {_place(row): row for row in records_of(connection, journal.book, _ACTUALS)}
    guard = _Guard(journal.book.fiscal_year, evidence, entered)
    return import_files(journal, paths, again=again, domain=Domain(guard.inspect, guard.complete))


def _place(row: Row) -> tuple[Value, ...]:
    return tuple(row.get(name) for name in ("programme_code", "indicator_no", "as_of"))


@dataclass(frozen=True, slots=True)
class _Guard:
    """Checks the rows of one year, and takes their files. `entered` is what the book holds of actual values."""

    year: int
    evidence: EvidenceStore
    entered: Mapping[tuple[Value, ...], Row]

    def inspect(self, register: Register, row: Row) -> Iterator[tuple[str, str]]:
        """What speaks against a row that is well formed: the field and why."""
        checks: Checks = {
            "performance_programmes": _programme,
            "performance_indicators": _indicator,
            "performance_adjustments": _adjustment,
            "performance_actuals": self._actual,
        }
        if register.id in checks:
            yield from checks[register.id](row)

    def complete(self, batch: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
        """The rows with the files they name put into the evidence store, and with the actual values that were measured."""
        if _EVIDENCE not in batch:
            return batch
        actuals = {_place(row): row for row in batch.get(_ACTUALS, ())}
        for row in batch[_EVIDENCE]:
            if row["evidence_kind"] == _MEASURED and row.get("indicator_no"):
                place, value = _place(row), _measured_value(row)
                typed = actuals.get(place) or self.entered.get(place, {})
                stated = typed.get("actual_value")
                if place in actuals and not _same(str(stated), value):
                    raise InputError(
                        str(row["evidence_file"]), f"测算结果是{value}，指标完成情况却填{stated}", "请删去手工填写的完成值，或重新测算。"
                    )
                actuals[place] = {**{name: typed.get(name) for name in _EXPLAINED}, **_named(place), "actual_value": value}
        return {**batch, _ACTUALS: list(actuals.values()), _EVIDENCE: [self._kept(row) for row in batch[_EVIDENCE]]}

    def _kept(self, row: Row) -> Row:
        path = Path(str(row["evidence_file"]))
        digest, size = self.evidence.put(path)
        return {**row, "evidence_file": path.name, "evidence_digest": digest, "evidence_bytes": size}

    def _actual(self, row: Row) -> Iterator[tuple[str, str]]:
        day = row.get("as_of")
        if isinstance(day, date) and day.year != self.year:
            yield "as_of", f"应在 {self.year} 年内；次年才统计出来的完成值，截至日期填 {self.year}-12-31"
        if row.get("judged_points") is not None and not row.get("judged_by"):
            yield "judged_points", "评定得分的，须写明评定岗位"


def _named(place: tuple[Value, ...]) -> dict[str, Value]:
    return dict(zip(("programme_code", "indicator_no", "as_of"), place, strict=True))


def _measured_value(row: Row) -> str:
    """The value of the one result in a file of measured values; several need a file each."""
    path = Path(str(row["evidence_file"]))
    found = read_measured(path)
    if len(found) != 1 or not isinstance(row.get("as_of"), date):
        raise InputError(str(path), "一份测算结果材料只放一个结果，并须写明截至日期", "请逐个指标重新测算后导入。")
    return found[0].text


def _same(typed: str, measured: str) -> bool:
    one, other = (quantity(words(fold(text))) for text in (typed, measured))
    return one.value == other.value and one.unit in {"", other.unit}


def _programme(row: Row) -> Iterator[tuple[str, str]]:
    if row.get("scheme"):
        try:
            scheme_of(str(row["scheme"]))
        except UsageError as error:
            yield "scheme", str(error)


def _indicator(row: Row) -> Iterator[tuple[str, str]]:
    sign, value, unit = (str(row.get(name) or "") for name in ("operator", "target_value", "measured_in"))
    read = target_of("", ("", ""), sign, value, unit)
    if sign and sign != QUALITATIVE and value and read.target is None:
        yield "target_value", "不是一个数；不能量化的，运算符号填“定性”"
    if sign == QUALITATIVE and read.target is not None:
        yield "operator", "指标值是数，运算符号不应填“定性”"
    first, second = str(row.get("first_level") or ""), key(fold(str(row.get("second_level") or "")))
    belongs = performance_words().decides.get(performance_words().level2.get(second, second))
    if first and belongs and belongs != first:
        yield "second_level", f"属于“{belongs}”，不属于“{first}”"


def _adjustment(row: Row) -> Iterator[tuple[str, str]]:
    if row.get("adj_status") == "同意":
        for name in ("approved_by", "approved_on", "cor_bgt_doc_no"):
            if not row.get(name):
                yield name, "同意的调整必须填写"
