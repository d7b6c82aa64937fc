"""Targets and actual values as they are entered: whatever is published with a quantity can be kept, and is read as it is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from baozhang.facts.amounts import scaled_to_text
from baozhang.performance.attainment import attain
from baozhang.performance.books.programme import QUALITATIVE, target_of, with_actual
from baozhang.performance.forms import indicator_of
from baozhang.reading import read_file

SEEDS: Final = Path(__file__).parents[4] / "shared" / "seeds"
SIGNS: Final = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "": "="}
LEVELS: Final = ("产出指标", "数量指标")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_every_published_quantity_can_be_kept(path: Path) -> None:
    """Sign, figure and unit give the same target, and the actual value the same verdict, as the published form."""
    kept = 0
    for row in read_file(path).indicators:
        if row.target is None:
            continue
        value, levels = scaled_to_text(row.target, 0), (row.level1, row.level2)
        made = target_of(row.name, levels, SIGNS[row.operator], value, row.target_unit)
        assert (made.target, made.target_unit, made.operator) == (row.target, row.target_unit, row.operator or "=")
        if row.operator and row.actual is not None:
            published = indicator_of(row)
            assert attain(with_actual(made, row.actual_text)).reached is attain(published).reached
        kept += 1
    assert kept > 20


@pytest.mark.parametrize(
    ("sign", "value", "unit", "text", "target"),
    [
        ("≥", "200", "万人次", "≥200万人次", 2_000_000),
        ("=", "100%", "%", "=100%", 1_000_000),
        ("≥", "≥90", "%", "≥90%", 900_000),
        (QUALITATIVE, "有所提高", "", "有所提高", None),
        ("≤", "1,068,326", "元", "≤1,068,326元", 10_683_260_000),
    ],
)
def test_targets_are_printed_as_people_write_them(sign: str, value: str, unit: str, text: str, target: int | None) -> None:
    """A unit or sign that was typed with the figure is not printed twice."""
    made = target_of("指标", LEVELS, sign, value, unit)
    assert (made.target_text, made.target) == (text, target)


def test_a_bare_actual_value_is_in_the_unit_of_its_target() -> None:
    """Words stay words, and a unit that was typed stays."""
    made = target_of("办理量", LEVELS, "≥", "200", "万人次")
    assert [(one.actual_text, one.actual, one.actual_unit) for one in (with_actual(made, "260.05"), with_actual(made, "2600500人次"))] == [
        ("260.05万人次", 2_600_500, "万人次"),
        ("2600500人次", 26_005_000_000, "人次"),
    ]
    assert with_actual(made, "很多").actual is None
