"""Bed-days with segments and caps; long-term care with published ratios and caps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from baozhang.errors import UsageError
from baozhang.operations.payment.bed_days import DailyRule, Segment, by_days, by_segments, guarded_days

_SEGMENTS = (Segment(10, 30_000), Segment(30, 25_000), Segment(None, 20_000))


@pytest.mark.parametrize(
    ("actual", "share", "cap", "paid"),
    [(10_000, Fraction(3, 4), 6_000, 6_000), (7_000, Fraction(3, 4), 6_000, 5_250), (4_000, Fraction(9, 10), 4_500, 3_600)],
)
def test_long_term_care_a_day(actual: int, share: Fraction, cap: int, paid: int) -> None:
    assert by_days(1, actual, DailyRule(share, cap)).value == paid


def test_segments_leave_and_cap() -> None:
    assert by_segments(45, 5, _SEGMENTS).value == 10 * 30_000 + 20 * 25_000 + 10 * 20_000
    assert by_segments(10, 0, _SEGMENTS).value == 300_000
    assert by_segments(12, 0, _SEGMENTS, actual=320_000).value == 320_000
    assert by_segments(0, 0, _SEGMENTS).value == 0


def test_mean_stay_is_guarded() -> None:
    assert guarded_days([10, 90], Fraction(30)) == 60
    assert guarded_days([10, 20], Fraction(30)) == 30


def test_impossible_days_and_segments_are_refused() -> None:
    with pytest.raises(UsageError, match="请假"):
        by_segments(3, 4, _SEGMENTS)
    with pytest.raises(UsageError, match="床日分段"):
        by_segments(3, 0, _SEGMENTS[:2])
