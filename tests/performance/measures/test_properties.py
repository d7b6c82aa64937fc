"""What holds of every shipped measure over the datasets of the examples, whatever it measures."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
import pytest

from baozhang.errors import UsageError
from baozhang.performance.measures.loading import Loaded, loaded
from baozhang.performance.measures.measure import CONFIDENCE, Measure, shipped_measures
from baozhang.performance.measures.period import parse_period
from baozhang.performance.measures.running import take
from tests.performance.measures.sheets import REGISTER
from tools.example_measures.__main__ import PARQUET, cell, main, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.performance.measures.measured import Measured

YEAR: Final = "2024"
QUARTERS: Final = [f"{YEAR}Q{number}" for number in range(1, 5)]
FREE: Final = {
    "问卷": "参保群众满意度",
    "种类": "培训",
    "单位": "人次",
    "项目": "医保经办服务",
    "任务数": "2100",
    "标准": "居民财政补助",
    "限额": "27230000",
}
SCHEME: Final = "离休人员医疗"
WHEN: Final = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module", name="data")
def _data() -> Iterator[Loaded]:
    with loaded(REGISTER, REGISTER.datasets) as data:
        yield data


def settings(one: Measure) -> Iterator[dict[str, str]]:
    """Every choice of the parameters; of free ones a value that the examples have."""
    free = FREE | ({"种类": SCHEME} if "subsidies" in one.needs else {})
    lists = [each.choices if each.choices and each.name != CONFIDENCE else (each.default or free[each.name],) for each in one.parameters]
    for values in product(*lists):
        yield dict(zip((each.name for each in one.parameters), values, strict=True))


def taken(one: Measure, data: Loaded, period: str, given: dict[str, str]) -> Measured | None:
    """The result, or None where there is nothing to measure."""
    try:
        return take(one, data, parse_period(period), given)
    except UsageError:
        return None


ALL: Final = tuple(shipped_measures().values())
ID: Final = attrgetter("id")


@pytest.mark.parametrize("one", ALL, ids=ID)
def test_every_measure_has_a_value_over_the_examples(one: Measure, data: Loaded) -> None:
    """With at least one choice of its parameters; a rate of a part lies between none and all unless the whole is a task or a budget."""
    found = [result for given in settings(one) if (result := taken(one, data, YEAR, given)) is not None]
    assert found
    if one.unit == "%" and one.id not in {"enrolment-task-rate", "budget-execution", "funds-growth", "spending-against-limit"}:
        assert all(0 <= result.value <= 100 for result in found)


@pytest.mark.parametrize("one", [one for one in ALL if one.timing == "flow"], ids=ID)
def test_flows_add_up_over_quarters(one: Measure, data: Loaded) -> None:
    """What happened in the year is what happened in its quarters, on both sides of a ratio."""
    for given in settings(one):
        year = taken(one, data, YEAR, given)
        if year is None:
            continue
        quarters = [result for quarter in QUARTERS if (result := taken(one, data, quarter, given)) is not None]
        for side in ("numerator", "denominator"):
            whole = getattr(year, side)
            assert whole is None or whole == sum(getattr(result, side) for result in quarters), (given, side)
        if one.kind == "count":
            assert abs(year.value - sum(result.value for result in quarters)) <= len(quarters) * Decimal("0.5").scaleb(-one.decimals), given


@pytest.mark.parametrize("one", [one for one in ALL if one.timing == "stock"], ids=ID)
def test_stocks_know_only_the_last_day(one: Measure, data: Loaded) -> None:
    """Where the period began makes no difference."""
    for given in settings(one):
        year, quarter = taken(one, data, YEAR, given), taken(one, data, QUARTERS[-1], given)
        assert (year and (year.value, year.parts)) == (quarter and (quarter.value, quarter.parts)), given


@pytest.mark.parametrize("one", [one for one in ALL if one.timing == "span" and one.kind == "count"], ids=ID)
def test_distinct_counts_lie_between_the_largest_quarter_and_the_sum(one: Measure, data: Loaded) -> None:
    """Somebody of two quarters counts once in the year."""
    if one.id == "response-minutes":
        return
    for given in settings(one):
        year = taken(one, data, YEAR, given)
        values = [result.value for quarter in QUARTERS if (result := taken(one, data, quarter, given)) is not None]
        assert year is not None
        assert max(values) <= year.value <= sum(values), given


@contextmanager
def reversed_rows(folder: Path) -> Iterator[Loaded]:
    """The datasets of the examples with their rows in the opposite order."""
    datasets = {}
    for name, dataset in REGISTER.datasets.items():
        assert dataset.location is not None
        file = folder / dataset.location.name
        if name in PARQUET:
            table = pq.read_table(dataset.location)
            pq.write_table(table.take(list(range(len(table)))[::-1]), file)
        else:
            head, *rows = dataset.location.read_text(encoding="utf-8").splitlines()
            file.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
        datasets[name] = replace(dataset, location=file)
    with loaded(replace(REGISTER, datasets=datasets), datasets) as data:
        yield data


def test_the_order_of_rows_makes_no_difference(data: Loaded, tmp_path: Path) -> None:
    """Neither to a value nor to a digest."""
    with reversed_rows(tmp_path) as turned:
        assert turned.states == data.states
        for one in shipped_measures().values():
            given = next(settings(one))
            first, second = taken(one, data, YEAR, given), taken(one, turned, YEAR, given)
            assert (first and replace(first, measured_at=WHEN)) == (second and replace(second, measured_at=WHEN)), one.id


def test_the_kind_of_file_makes_no_difference(data: Loaded, tmp_path: Path) -> None:
    """The same rows as Parquet and as CSV have the same digest: what is digested is content."""
    datasets = {}
    for name in PARQUET:
        rows = tables()[name]
        file = tmp_path / f"{name}.csv"
        with file.open("w", encoding="gb18030", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(rows[0])
            writer.writerows([cell(value) for value in row.values()] for row in rows)
        datasets[name] = replace(REGISTER.datasets[name], location=file)
    with loaded(replace(REGISTER, datasets=datasets), datasets) as other:
        assert other.states == {name: data.states[name] for name in PARQUET}


def test_a_row_that_comes_twice_is_refused(tmp_path: Path) -> None:
    """In every dataset: what is counted twice would be measured twice."""
    datasets = {}
    for name, dataset in REGISTER.datasets.items():
        if name not in PARQUET:
            assert dataset.location is not None
            file = tmp_path / dataset.location.name
            lines = dataset.location.read_text(encoding="utf-8").splitlines()
            file.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
            datasets[name] = replace(dataset, location=file)
    with loaded(replace(REGISTER, datasets=datasets), datasets) as twice:
        assert {Path(one.file).stem for one in twice.problems if "重复" in one.what} == set(datasets)


def test_the_examples_are_what_their_script_makes(tmp_path: Path) -> None:
    """Nobody changed a committed dataset by hand."""
    for name, rows in tables().items():
        location = REGISTER.datasets[name].location
        assert location is not None
        if name in PARQUET:
            assert pq.read_table(location).to_pylist() == rows
        else:
            with location.open(encoding="utf-8", newline="") as stream:
                assert list(csv.reader(stream)) == [list(rows[0]), *([cell(value) for value in row.values()] for row in rows)]
    main(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {one.location.name for one in REGISTER.datasets.values() if one.location}
