"""Stored numbers as a sheet shows them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.reading.formats.workbooks.number_formats import show


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("2637.62", "", "2637.62"),
        ("2637.62", "General", "2637.62"),
        ("419.22000000000003", "General", "419.22"),
        ("1.0420920000000001E8", "General", "104209200"),
        ("1042092000.05", "General", "1042092000.05"),
        ("0.1", "General;-General", "0.1"),
        ("2637.6", "0.00", "2637.60"),
        ("2637.625", "0.00", "2637.63"),
        ("-0.001", "0.00", "0.00"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1234.5", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "1,234.50"),
        ("-1234.5", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "-1,234.50"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "-1,234.50"),
        ("0", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("12", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.00"),
        ("0", "#,##0.00;-#,##0.00;;@", ""),
        ("0", "#", ""),
        ("0", "0.00;;", ""),
        ("12.5", "0.##", "12.5"),
        ("12", "0.##", "12"),
        ("0.1234", "0.00%", "12.34%"),
        ("0.985", "0%", "99%"),
        ("12345678", "#,##0,", "12,346"),
        ("26376200", "0\\.0,", "2637.6"),
        ("26376200", "0!.00,", "263.76"),
        ("12.5", '0.00"万元"', "12.50万元"),
        ("12.5", '"¥"#,##0.00', "12.50"),
        ("12.5", "[$¥-804]#,##0.00", "12.50"),
        ("7", "00", "7"),
        ("15000", "[>=10000]0.0;0", "15000.0"),
        ("5", "[>=10000]0.0;0", "5"),
        ("45292", "yyyy-mm-dd", "2024-01-01"),
        ("45292.5", "yyyy/m/d h:mm", "2024/1/1 12:00"),
        ("45292", '[$-804]yyyy"年"m"月"', "2024年1月"),
        ("0.5", "# ?/?", "0.5"),
        ("12345", "0.00E+00", "12345"),
        ("208", "@", "208"),
    ],
)
def test_numbers_as_shown(value: str, code: str, shown: str) -> None:
    assert show(Decimal(value), code) == shown


def test_days_since_1904() -> None:
    assert show(Decimal(43830), "yyyy-m-d", since_1904=True) == "2024-1-1"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15), st.text(max_size=24))
def test_no_format_breaks_the_reader(value: Decimal, code: str) -> None:
    assert isinstance(show(value, code), str)


@given(st.integers(min_value=-(10**13), max_value=10**13), st.sampled_from(["0.00", "#,##0.00", "#,##0.00;-#,##0.00", "General"]))
def test_fen_survive_the_binary_fraction(fen: int, code: str) -> None:
    stored = Decimal(repr(fen / 100))
    assert Decimal(show(stored, code).replace(",", "")) * 100 == fen
