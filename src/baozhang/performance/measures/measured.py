"""A measured value: the figure and everything that says where it came from, as a record, as JSON and as evidence in a form.

This is what an indicator's actual value may rest on in place of a typed figure. The JSON form is one object per result:

    {"measure": "enrolment-rate", "title": "…", "value": "97.35", "unit": "%", "period": "2024-01-01..2024-12-31",
     "parameters": {"分母口径": "应参保人口"}, "numerator": "1947", "denominator": "2000", "parts": {"本地参保": "1947"},
     "interval": null, "datasets": [{"name": "persons", "rows": 2100, "digest": "…"}],
     "query_digest": "…", "data_digest": "…", "measured_at": "2025-01-20T08:30:00+00:00"}

Figures are decimal texts, so that none becomes a binary fraction on the way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import InputError, UsageError
from baozhang.facts.amounts import to_scaled
from baozhang.performance.measures.period import Period, parse_period

if TYPE_CHECKING:
    from pathlib import Path

_SHOWN: Final = 12
"""Digits of a digest that are shown to people."""


@dataclass(frozen=True, slots=True)
class DatasetState:
    """A dataset as it was when it was measured: how many rows, and the digest of their content (whatever their order)."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the mean of a survey lies with a confidence (percent): bounds in the unit of the value, from `sample` answers."""

    low: Decimal
    high: Decimal
    confidence: int
    sample: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of a measure. `value` is in `unit`, rounded half up to its printed decimals; everything else is exact."""

    measure: str
    """Id of the measure."""
    title: str
    """Its name in Chinese."""
    value: Decimal
    unit: str
    period: Period
    parameters: tuple[tuple[str, str], ...]
    """Names and values of the parameters, defaults included, in the order of the measure."""
    numerator: Decimal | None
    denominator: Decimal | None
    """Of a ratio; None for a count or a sum."""
    parts: tuple[tuple[str, Decimal], ...]
    """The named sets and sums that the value was computed from."""
    interval: Interval | None
    datasets: tuple[DatasetState, ...]
    query_digest: str
    """SHA-256 of the measure: its query and how its value is formed."""
    data_digest: str
    """SHA-256 of the content of all its datasets."""
    measured_at: datetime
    """When, in UTC, to the second."""

    @property
    def rows(self) -> int:
        """Rows of all datasets that the measure read."""
        return sum(one.rows for one in self.datasets)

    @property
    def text(self) -> str:
        """The value with its unit, as an actual value is written in a form."""
        return f"{self.value:f}{self.unit}"

    @property
    def scaled(self) -> int:
        """The value in ten-thousandths, as indicators hold it; UsageError where it has more than four decimals."""
        try:
            return to_scaled(self.value)
        except ValueError as error:
            raise UsageError(f"测算“{self.measure}”的值 {self.value} 多于四位小数，不能填入绩效表。") from error

    @property
    def evidence(self) -> str:
        """One Chinese sentence for the evidence column: what was measured, over what, how, when, and the digests to check it by."""
        said = [f"{self.title}（{self.period.words}）{self.text}"]
        if self.denominator is not None:
            said.append(f"{_grouped(self.numerator or Decimal())}÷{_grouped(self.denominator)}")
        if self.interval is not None:
            one = self.interval
            said.append(f"有效样本{one.sample:,}份，{one.confidence}%置信区间{one.low:f}～{one.high:f}{self.unit}")
        if self.parameters:
            said.append("、".join(f"{name}＝{value}" for name, value in self.parameters))
        named = "、".join(f"{one.name} {one.rows:,} 行" for one in self.datasets)
        digests = f"查询 {self.query_digest[:_SHOWN]}，数据 {self.data_digest[:_SHOWN]}"
        return "；".join([*said, f"数据集 {named}", f"{self.measured_at:%Y-%m-%d} 测算，{digests}"])


def _grouped(value: Decimal) -> str:
    return f"{value:,f}"


def measured_values(one: Measured) -> dict[str, object]:
    """The result as an object of its JSON form."""
    interval = one.interval and {
        "low": f"{one.interval.low:f}",
        "high": f"{one.interval.high:f}",
        "confidence": one.interval.confidence,
        "sample": one.interval.sample,
    }
    return {
        "measure": one.measure,
        "title": one.title,
        "value": f"{one.value:f}",
        "unit": one.unit,
        "period": str(one.period),
        "parameters": dict(one.parameters),
        "numerator": None if one.numerator is None else f"{one.numerator:f}",
        "denominator": None if one.denominator is None else f"{one.denominator:f}",
        "parts": {name: f"{value:f}" for name, value in one.parts},
        "interval": interval,
        "datasets": [{"name": each.name, "rows": each.rows, "digest": each.digest} for each in one.datasets],
        "query_digest": one.query_digest,
        "data_digest": one.data_digest,
        "measured_at": one.measured_at.isoformat(),
    }


def measured_of(values: Any) -> Measured:  # noqa: ANN401  # whatever JSON holds
    """The result of an object of its JSON form; ValueError when it is none."""
    try:
        return _measured(values)
    except (AttributeError, InvalidOperation, KeyError, TypeError, UsageError) as error:
        raise ValueError(f"不是测算结果（{error}）") from error


def _measured(values: dict[str, Any]) -> Measured:
    bounds = values["interval"]
    return Measured(
        _text(values["measure"]),
        _text(values["title"]),
        _figure(values["value"]),
        _text(values["unit"]),
        parse_period(_text(values["period"])),
        tuple((name, _text(value)) for name, value in values["parameters"].items()),
        None if values["numerator"] is None else _figure(values["numerator"]),
        None if values["denominator"] is None else _figure(values["denominator"]),
        tuple((name, _figure(value)) for name, value in values["parts"].items()),
        bounds and Interval(_figure(bounds["low"]), _figure(bounds["high"]), _whole(bounds["confidence"]), _whole(bounds["sample"])),
        tuple(DatasetState(_text(each["name"]), _whole(each["rows"]), _text(each["digest"])) for each in values["datasets"]),
        _text(values["query_digest"]),
        _text(values["data_digest"]),
        datetime.fromisoformat(_text(values["measured_at"])),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} 应为文字")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} 应为整数")
    return value


def _figure(value: object) -> Decimal:
    figure = Decimal(_text(value))
    if not figure.is_finite():
        raise InvalidOperation(f"{value!r} 不是数")
    return figure


_ADVICE: Final = "请用 baozhang performance measure run --format json 重新生成。"


def read_measured(path: Path) -> tuple[Measured, ...]:
    """The results of a file: one object, a list of them, or `{"results": […]}`. InputError when it is none of these."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"不是测算结果文件（{error}）", _ADVICE) from error
    return measured_in(content, str(path))


def measured_in(raw: bytes, name: str) -> tuple[Measured, ...]:
    """The results in the content of a file; InputError names the file."""
    try:
        content = json.loads(raw.decode("utf-8-sig"))
        found = content.get("results", [content]) if isinstance(content, dict) else content
        return tuple(measured_of(one) for one in found)
    except (TypeError, ValueError) as error:
        raise InputError(name, f"不是测算结果文件（{error}）", _ADVICE) from error
