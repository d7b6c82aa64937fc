"""Every shipped measure on small datasets whose value was worked out by hand: `cases/<measure>.toml`."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from baozhang.errors import UsageError
from baozhang.performance.measures.measure import shipped_measures
from baozhang.performance.measures.period import parse_period
from baozhang.performance.measures.running import take
from tests.performance.measures.sheets import sheets

FOLDER: Final = Path(__file__).parent / "cases"
CASES: Final = [
    pytest.param(file.stem, case, id=f"{file.stem}-{number}")
    for file in sorted(FOLDER.glob("*.toml"))
    for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"], 1)
]


def test_every_measure_has_a_case() -> None:
    """A measure without a case may compute anything."""
    assert {file.stem for file in FOLDER.glob("*.toml")} == shipped_measures().keys()


@pytest.mark.parametrize(("measure", "case"), CASES)
def test_case(measure: str, case: dict[str, Any], tmp_path: Path) -> None:
    """Value, both sides, parts and interval are those that were worked out."""
    one, period = shipped_measures()[measure], parse_period(case.get("period", "2024"))
    with sheets(tmp_path, case["data"]) as data:
        assert [str(problem) for problem in data.problems] == []
        if "error" in case:
            with pytest.raises(UsageError, match=case["error"]):
                take(one, data, period, case.get("set", {}))
            return
        found = take(one, data, period, case.get("set", {}))
    assert f"{found.value:f}" == case["value"]
    assert found.unit == case.get("unit", one.unit)
    for side in ("numerator", "denominator"):
        figure = getattr(found, side)
        assert (None if figure is None else f"{figure:f}") == case.get(side), side
    assert {name: value for name, value in found.parts if name in case.get("parts", {})} == {
        name: Decimal(value) for name, value in case.get("parts", {}).items()
    }
    if "interval" in case:
        assert found.interval is not None
        assert [f"{found.interval.low:f}", f"{found.interval.high:f}"] == case["interval"]
