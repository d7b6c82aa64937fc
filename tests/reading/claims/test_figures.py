"""Figures in running text: units, what is no figure, and that nothing printed is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.facts.amounts import FEN_PER, LARGEST
from baozhang.reading.claims.figures import FigureKind, find_figures


def figures(text: str) -> list[tuple[str, FigureKind, int, int, str]]:
    return [(text[f.start : f.end], f.kind, f.value, f.half_unit, f.unit) for f in find_figures(text) if f.is_figure]


@pytest.mark.parametrize(
    ("text", "value", "half_unit", "unit"),
    [
        ("为10.50万元,", 10_500_000, 5_000, "元"),
        ("2,984.8万元", 2_984_800_000, 50_000, "元"),
        ("17,000元", 1_700_000, 50, "元"),
        ("1.2亿元", 12_000_000_000, 500_000_000, "元"),
        ("合计3359.62万,", 3_359_620_000, 5_000, "元"),
        ("30余万元", 30_000_000, 500_000, "元"),
        ("4.68%", 46_800, 50, "%"),
        ("1088人次", 10_880_000, 5_000, "人次"),
        ("373.5万人", 37_350_000_000, 5_000_000, "人"),
        ("0台(套)", 0, 5_000, "台(套)"),
        ("97.96分", 979_600, 50, "分"),
    ],
)
def test_a_figure_has_its_exact_value_half_unit_and_unit(text: str, value: int, half_unit: int, unit: str) -> None:
    ((_, _, *rest),) = figures(text)
    assert rest == [value, half_unit, unit]


@pytest.mark.parametrize(
    "text",
    [
        "2024年度", "2023年末", "截至2024年12月31日", "2021--2023年度", "1-4月", "财预〔2016〕143号", "第3条",
        "12345平台", "60分钟", "6个月", "单位价值100万元以上设备", "单价50万元(含)以上的通用设备", "2101501-行政运行",
        "208社会保障和就业支出", "1.基本支出", "2、项目支出", "(3)其他", "OCR2识别", "5项目",
    ],
)  # fmt: skip
def test_years_codes_ordinals_thresholds_and_durations_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_an_ordinal_before_a_year_is_not_read_as_a_decimal() -> None:
    assert [f.value for f in find_figures("1.2024年度收入5万元") if f.kind is FigureKind.YEAR] == [2024]


def test_a_year_keeps_the_noun_behind_it() -> None:
    (year,) = find_figures("2023年预算")
    assert (year.kind, year.value, year.unit) == (FigureKind.YEAR, 2023, "预算")


def test_a_figure_finer_than_its_unit_is_marked() -> None:
    (found,) = find_figures("0.0000001万元")
    assert found.damaged


def test_a_price_per_head_is_a_rate() -> None:
    ((text, kind, value, _, unit),) = figures("每人每月3120.91元/人月")
    assert (text, kind, value, unit) == ("3120.91元/人月", FigureKind.RATE, 31_209_100, "元/人月")


@given(
    st.decimals(min_value=0, max_value=Decimal(9) * 10**4, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["元", "万元", "亿元"]),
    st.booleans(),
)
def test_every_printed_amount_is_read_exactly(amount: Decimal, unit: str, grouped: bool) -> None:  # noqa: FBT001
    printed = f"{amount:,.2f}{unit}" if grouped else f"{amount:.2f}{unit}"
    ((text, kind, value, half_unit, _),) = figures(f"支出{printed}。")
    assert text == printed
    assert (kind, value, half_unit) == (FigureKind.MONEY, int(amount * FEN_PER[unit]), FEN_PER[unit] // 200)


@given(st.text(alphabet="收支增减为的,。;:()、年月日元万亿%人辆个分项目0123456789.-", max_size=60))
def test_figures_never_overlap_and_stay_inside_the_text(text: str) -> None:
    at = 0
    for figure in find_figures(text):
        assert at <= figure.start < figure.end <= len(text)
        at = figure.end


def test_an_amount_beyond_any_budget_is_marked_as_damaged() -> None:
    ((_, kind, value, half_unit, _),) = figures("支出10000000.01亿元。")
    assert (kind, value, half_unit) == (FigureKind.MONEY, LARGEST, 0)


def test_a_code_is_known_before_any_name_and_alone_in_brackets() -> None:
    found = [
        figure.unit
        for text in ("2101103公务员医疗补助支出", "20801人力资源管理事务", "行政运行支出(2101501)")
        for figure in find_figures(text)
    ]
    assert found == ["2101103", "20801", "2101501"]
    assert [figure.kind for figure in find_figures("检查20801人、210公里")] == [FigureKind.COUNT, FigureKind.COUNT]


def test_points_and_commas_mixed_up_by_a_scanner() -> None:
    assert [figure.value for figure in find_figures("支出2945,01万元、2.984.80万元，各是4125.49,4143.91万元")] == [
        2_945_010_000, 2_984_800_000, 4_125_490_000, 4_143_910_000,
    ]  # fmt: skip
    assert [figure.damaged for figure in find_figures("支出2.984.8万元")] == [False, True]
