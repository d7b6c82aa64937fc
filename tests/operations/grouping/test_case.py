"""Cells made into cases: what counts as a number, a code, a missing value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from baozhang.operations.grouping.case import INVALID, case_of, codes_of, normal_code, whole_number
from baozhang.operations.grouping.conditions import Field


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (45, 45),
        (45.0, 45),
        (45.9, 45),
        ("45.9", 45),
        (" 4５ ", 45),
        ('="45"', 45),
        ("-1", -1),
        ("-0.5", -1),
        (-0.5, -1),
        (Decimal("2.5"), 2),
        ("", None),
        ("NaN", None),
        (float("nan"), None),
        (None, None),
        ("岁", INVALID),
        ("1e3", INVALID),
        (1e30, INVALID),
        (float("inf"), INVALID),
        ("99999999999", INVALID),
        (True, INVALID),
    ],
)
def test_whole_numbers(given: object, read: object) -> None:
    assert whole_number(given) == read


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (" i10.X00X002 ", "I10.x00x002"),
        ("Ｊ１８．９００", "J18.900"),
        ('="J18.900"', "J18.900"),
        ("x59.900", "X59.900"),
        ("a01.002+g01*", "A01.002+G01*"),
    ],
)
def test_codes_are_spelled_as_in_the_catalogue(given: str, code: str) -> None:
    assert normal_code(given) == code


def test_blanks_between_codes_are_dropped_but_not_the_first() -> None:
    assert codes_of("|J18.900||I10.x00| ") == ("", "J18.900", "I10.x00")
    assert codes_of("||") == ()
    assert codes_of(None) == ()
    assert codes_of(["J18.900", None, "i10.x00"]) == ("J18.900", "I10.x00")


def test_weight_zero_was_not_taken_and_a_negative_age_is_invalid() -> None:
    case = case_of({"gender": "1", "age": "-1", "weight": "0", "days": "-3", "age_days": "x"})
    assert (case.weight, case.days, case.age_days, case.age) == (None, None, None, None)
    assert case.invalid == {Field.AGE}


def test_infants_may_have_their_age_in_days_only() -> None:
    assert case_of({"age_days": 29}).age == 0
    assert case_of({"age_days": 400}).age == 1
    assert case_of({"age": 3, "age_days": 2}).age == 3
