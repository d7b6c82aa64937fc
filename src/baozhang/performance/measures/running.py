"""Taking a measure: its query over loaded datasets, the value formed exactly from its row."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.performance.measures.measure import CONFIDENCE, KINDS
from baozhang.performance.measures.measured import Interval, Measured
from baozhang.performance.measures.queries import one_select
from baozhang.performance.measures.surveys import mean_interval, share_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baozhang.performance.measures.loading import Loaded
    from baozhang.performance.measures.measure import Measure, Parameter
    from baozhang.performance.measures.period import Period

_SOME: Final = 20
"""Values that a message lists."""
_POPULATION: Final = "population"
"""A column of surveys that is no part: how many could have answered."""


def take(measure: Measure, data: Loaded, period: Period, given: Mapping[str, str], *, now: datetime | None = None) -> Measured:
    """The value of a measure over a period.

    UsageError for wrong parameters, a query that is not allowed or fails, and a value that does not exist (a denominator of nothing).
    """
    if data.problems:
        raise UsageError(f"数据集有 {len(data.problems)} 处不能使用，没有测算；首先：{data.problems[0]}")
    texts = measure.bound(given)
    for one in measure.parameters:
        if one.column and texts[one.name] != one.default:
            _known(one, data, texts[one.name])
    row = _row(measure, data, period, texts)
    figures = {name: row.pop(name) for name in KINDS[measure.kind]}
    population = row.pop(_POPULATION, None)
    exact = _exact(measure, figures)
    states = tuple(data.states[name] for name in measure.needs)
    return Measured(
        measure.id, measure.title, rounded(exact * measure.multiply / measure.divide, measure.decimals), measure.unit_with(texts), period,
        tuple(texts.items()), figures.get("numerator"), figures.get("denominator"), tuple(row.items()),
        _interval(measure, figures, texts, population), states, measure.digest,
        hashlib.sha256("\n".join(f"{one.name} {one.digest}" for one in states).encode()).hexdigest(),
        (now or datetime.now(UTC)).replace(microsecond=0),
    )  # fmt: skip


def _known(parameter: Parameter, data: Loaded, text: str) -> None:
    """A text that the data does not have would count as nothing: UsageError names some that it has."""
    dataset, _, column = parameter.column.partition(".")
    found = data.values(dataset, column)
    if text not in found:
        some = f"{'、'.join(found[:_SOME])}{'……' if len(found) > _SOME else ''}"
        raise UsageError(f"数据集 {dataset} 里没有{parameter.name}“{text}”（参数 {parameter.name}，{parameter.meaning}）；有：{some}。")


def _row(measure: Measure, data: Loaded, period: Period, texts: Mapping[str, str]) -> dict[str, Decimal]:
    query = one_select(data.connection, measure.sql, frozenset(measure.needs))
    values: dict[str, object] = {one.name: one.value(texts[one.name]) for one in measure.parameters}
    values |= {"start": period.start, "end": period.end}
    if unknown := sorted(query.parameters - values.keys()):
        raise UsageError(f"测算 {measure.id} 的查询用了没有声明的参数 {'、'.join(unknown)}。")
    try:
        names, rows = data.rows(query.sql, {name: values[name] for name in query.parameters})
    except UsageError as error:
        raise UsageError(f"测算 {measure.id} 不能计算：{error}。请核对登记文件里有没有它要用的列。") from error
    missing = [name for name in KINDS[measure.kind] if name not in names]
    if len(rows) != 1 or missing:
        raise UsageError(f"测算 {measure.id} 的查询应返回一行，含 {'、'.join(KINDS[measure.kind])} 列。")
    return {name: _figure(measure, name, value) for name, value in zip(names, rows[0], strict=True)}


def _figure(measure: Measure, name: str, value: object) -> Decimal:
    if isinstance(value, Decimal) or type(value) is int:
        return Decimal(f"{Decimal(value):f}E-2") if name in measure.money else Decimal(value)
    if value is None:
        raise UsageError(f"测算 {measure.id} 的 {name} 没有值：期间内没有可用的数据。")
    raise UsageError(f"测算 {measure.id} 的 {name} 不是精确的数（{type(value).__name__}），查询应返回整数或 DECIMAL。")


def _exact(measure: Measure, figures: Mapping[str, Decimal]) -> Fraction:
    if measure.kind == "count":
        return Fraction(figures["value"])
    over, under = (figures["numerator"], figures["denominator"]) if measure.kind == "ratio" else (figures["total"], figures["answers"])
    if not under:
        raise UsageError(f"测算 {measure.id}（{measure.title}）在该期间分母为 0，没有值；请核对期间、参数和数据。")
    return Fraction(over) / Fraction(under)


def _interval(measure: Measure, figures: Mapping[str, Decimal], texts: Mapping[str, str], population: Decimal | None) -> Interval | None:
    if measure.kind != "mean" and not measure.interval:
        return None
    confidence, everybody = int(texts[CONFIDENCE]), None if population is None else int(population)
    answers = int(figures["answers"] if measure.kind == "mean" else figures["denominator"])
    try:
        if measure.kind == "mean":
            bounds = mean_interval(answers, Fraction(figures["total"]), Fraction(figures["squares"]), confidence, everybody)
        else:
            bounds = share_interval(int(figures["numerator"]), answers, confidence, everybody)
    except ValueError as error:
        raise UsageError(f"测算 {measure.id}（{measure.title}）：{error}。") from error
    low, high = (rounded(bound * measure.multiply / measure.divide, measure.decimals) for bound in bounds)
    return Interval(low, high, confidence, answers)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up, away from zero, to so many decimals.

    >>> rounded(Fraction("2.345"), 2), rounded(Fraction("-0.5"), 0), rounded(Fraction(10**30), 1)
    (Decimal('2.35'), Decimal('-1'), Decimal('1000000000000000000000000000000.0'))
    """
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{whole if value >= 0 else -whole}E-{decimals}")
