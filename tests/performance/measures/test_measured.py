"""A measured value: what it says as evidence, and its JSON form without loss."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.errors import InputError, UsageError
from baozhang.performance.measures.measured import DatasetState, Interval, Measured, measured_of, measured_values, read_measured
from baozhang.performance.measures.period import Period, parse_period

if TYPE_CHECKING:
    from pathlib import Path

RATE: Final = Measured(
    "enrolment-rate",
    "基本医保参保率",
    Decimal("97.35"),
    "%",
    Period(date(2024, 1, 1), date(2024, 12, 31)),
    (("分母口径", "应参保人口"),),
    Decimal(1947),
    Decimal(2000),
    (("本地参保", Decimal(1947)),),
    None,
    (DatasetState("persons", 2100, "ab" * 32),),
    "cd" * 32,
    "ef" * 32,
    datetime(2025, 1, 20, 8, 30, tzinfo=UTC),
)


def test_evidence_says_what_it_was_computed_from() -> None:
    """Value, both sides of the ratio, parameters, rows, date and digests stand in one sentence."""
    assert RATE.evidence == (
        "基本医保参保率（2024年）97.35%；1,947÷2,000；分母口径＝应参保人口；数据集 persons 2,100 行；"
        "2025-01-20 测算，查询 cdcdcdcdcdcd，数据 efefefefefef"
    )


def test_evidence_of_a_survey_has_its_interval() -> None:
    """A mean without its sample says little."""
    survey = replace(RATE, numerator=None, denominator=None, interval=Interval(Decimal("91.2"), Decimal("93.8"), 95, 1024))
    assert "有效样本1,024份，95%置信区间91.2～93.8%" in survey.evidence


def test_json_and_back(tmp_path: Path) -> None:
    """Nothing is lost, whichever way the file is put."""
    survey = replace(RATE, numerator=None, interval=Interval(Decimal("91.2"), Decimal("93.80"), 95, 1024))
    for number, content in enumerate([measured_values(survey), [measured_values(survey)], {"results": [measured_values(survey)]}]):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        assert read_measured(file) == (survey,)


@pytest.mark.parametrize("change", [{"value": "NaN"}, {"value": 1.5}, {"period": "2024-13"}, {"datasets": [{"name": "x"}]}, {"parts": []}])
def test_what_is_no_result_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    """Binary fractions, impossible dates and missing keys included."""
    values = {**measured_values(RATE), **change}
    with pytest.raises(ValueError, match="不是测算结果"):
        measured_of(values)
    file = tmp_path / "result.json"
    file.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(InputError, match="不是测算结果文件"):
        read_measured(file)


def test_the_value_as_an_indicator_holds_it() -> None:
    """Ten-thousandths; a finer value is refused rather than cut."""
    assert RATE.scaled == 973_500
    with pytest.raises(UsageError, match="多于四位小数"):
        _ = replace(RATE, value=Decimal("0.00001")).scaled


@pytest.mark.parametrize(
    ("text", "days"),
    [("2024", "2024-01-01..2024-12-31"), ("2023Q4", "2023-10-01..2023-12-31"), ("2024-02", "2024-02-01..2024-02-29"),
     ("2024-12", "2024-12-01..2024-12-31"), ("2024-01-01至2024-06-30", "2024-01-01..2024-06-30")],
)  # fmt: skip
def test_periods(text: str, days: str) -> None:
    """Both ends belong to the period, and what is printed reads back."""
    assert str(parse_period(text)) == days
    assert parse_period(days) == parse_period(text)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024Q5", "2024-02-30..2024-03-01", "2024-03-01..2024-02-01"])
def test_what_is_no_period(text: str) -> None:
    """Refused with the forms there are."""
    with pytest.raises(UsageError, match="期间"):
        parse_period(text)
