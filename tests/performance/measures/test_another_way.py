"""Three measures over the example datasets, worked out a second time without SQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from baozhang.performance.measures.loading import Loaded, loaded
from baozhang.performance.measures.measure import shipped_measures
from baozhang.performance.measures.period import parse_period
from baozhang.performance.measures.running import take
from tests.performance.measures.sheets import REGISTER
from tools.example_measures.__main__ import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baozhang.performance.measures.measured import Measured

LAST: Final = date(2024, 12, 31)
TABLES: Final[Mapping[str, list[dict[str, Any]]]] = tables()


@pytest.fixture(scope="module", name="data")
def _data() -> Iterator[Loaded]:
    with loaded(REGISTER, ["persons", "coverage", "systems", "outages", "violations"]) as data:
        yield data


def taken(data: Loaded, measure: str, **given: str) -> Measured:
    """The measure over 2024."""
    return take(shipped_measures()[measure], data, parse_period("2024"), given)


def test_enrolment_rate(data: Loaded) -> None:
    """Person by person: alive, not moved away, here, elsewhere, exempt."""
    here: set[str] = set()
    elsewhere: set[str] = set()
    for row in TABLES["coverage"]:
        if row["insurance"] in {"职工", "居民"} and row["starts"] <= LAST and (row["ends"] is None or row["ends"] >= LAST):
            (here if row["place"] == "本地" else elsewhere).add(row["person"])
    insured = expected = 0
    for one in TABLES["persons"]:
        gone = [day for day in (one["died"], one["left_on"]) if day is not None and day <= LAST]
        if one["registered"] and one["born"] <= LAST and not gone:
            insured += one["person"] in here
            expected += one["person"] in here or (one["person"] not in elsewhere and one["exempt"] is None)
    found = taken(data, "enrolment-rate", 分母口径="应参保人口")
    assert (found.numerator, found.denominator) == (Decimal(insured), Decimal(expected))


def test_system_availability(data: Loaded) -> None:
    """Second by second of every outage, in a set: what overlaps is there once."""
    due = 0
    lost: set[tuple[str, datetime]] = set()
    for system in TABLES["systems"]:
        first, last = max(system["live_on"], date(2024, 1, 1)), min(system["retired_on"] or LAST, LAST)
        begin, end = datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.min.time()) + timedelta(days=1)
        due += int((end - begin).total_seconds())
        for outage in TABLES["outages"]:
            if outage["system"] == system["system"] and not outage["planned"]:
                start = max(datetime.fromisoformat(outage["starts_at"]), begin)
                until = min(datetime.fromisoformat(outage["ends_at"]) if outage["ends_at"] else end, end)
                lost |= {(system["system"], start + timedelta(seconds=at)) for at in range(max(0, int((until - start).total_seconds())))}
    found = taken(data, "system-availability")
    assert (found.numerator, found.denominator) == (Decimal(due - len(lost)), Decimal(due))


def test_recovery_rate(data: Loaded) -> None:
    """Case by case, what was collected until the end of the year and not more than was due."""
    due = collected = Decimal()
    for case in TABLES["violations"]:
        if case["confirmed"] and case["due_on"] is not None and case["due_on"].year == 2024:
            due += Decimal(case["due"])
            if case["collected_on"] is not None and case["collected_on"] <= LAST:
                collected += min(Decimal(case["due"]), Decimal(case["collected"]))
    found = taken(data, "recovery-rate")
    assert (found.numerator, found.denominator) == (collected, due)
