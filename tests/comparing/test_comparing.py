"""Figures side by side: subjects are found by term and by words, figures come with their places, outliers are marked and explained."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.auditing.across.spool import kept_rows
from baozhang.comparing import compare, find_subject, open_hub
from baozhang.comparing.chart import BARS_MOST, caption_of, chart_of, steps
from baozhang.comparing.figures import Comparison, Figure, printed
from baozhang.comparing.outliers import FEWEST, mark_outliers, median
from baozhang.comparing.reports import text_lines
from baozhang.comparing.reports.page import write_html
from baozhang.errors import UsageError
from baozhang.taxonomy.ratios import parse_ratios, parse_term, ratios
from tests.auditing.samples import renamed, sample

if TYPE_CHECKING:
    import duckdb

    from baozhang.facts.document import Document

NAMES = "甲乙丙丁戊己庚"


def account(name: str, year: int, total: str, basic: str, *, scope: str = "department") -> Document:
    about: dict[str, object] = {
        "department": f"{name}市某局", "region": f"{name}市", "fiscal_year": year, "file": f"{name}{year}.txt", "scope": scope,
    }  # fmt: skip
    cells = {
        ("general", "total", "total"): total, ("general", "2101501", "total"): total, ("general", "total", "basic"): basic,
        ("spending", "total", "total"): total, ("spending", "total", "project"): basic, ("basic", "operating_cost", "amount"): "1.00",
    }  # fmt: skip
    claims = [
        {"kind": "amount", "statement": "general", "item": "total", "column": "total", "value": "50.00", "base": "initial_budget"},
        {"kind": "count", "statement": "disclosure", "item": "reception.persons", "column": "count", "value": "40", "unit": "人次"},
        {"kind": "amount", "statement": "disclosure", "item": "reception.domestic_amount", "column": "amount", "value": "0.40"},
    ]
    forms = [{"kind": "self", "project": "甲项目"}]
    indicators = [{"form": 1, "name": "满意度", "actual": "95.5", "actual_unit": "%", "actual_text": "95.5%"}]
    return renamed(sample(cells, about, claims=claims, evaluations=forms, indicators=indicators), f"{name}{year}{scope}")


@pytest.fixture(name="hub", scope="module")
def _hub() -> duckdb.DuckDBPyConnection:
    documents = [account(name, year, f"{100 + at}.00", "25.00") for at, name in enumerate(NAMES[:6]) for year in (2023, 2024)]
    documents += [account("庚", year, "900.00", "25.00") for year in (2023, 2024)]
    return open_hub(kept_rows(documents))


def test_an_item_by_term_and_by_words_is_the_same(hub: duckdb.DuckDBPyConnection) -> None:
    by_term = compare(find_subject("general[2101501].total", hub), hub)
    by_words = compare(find_subject("一般公共预算支出·2101501·小计", hub), hub)
    assert by_term.figures == by_words.figures
    assert by_term.title == "一般公共预算财政拨款支出表·行政运行·小计"
    assert find_subject("一般公共预算支出·合计", hub).notation == "general[total].total"
    assert (by_term.years, by_term.unit, by_term.stage) == ((2023, 2024), "万元", "final")
    assert by_term.grid["甲市某局", 2024].value == 100


def test_every_figure_has_its_place(hub: duckdb.DuckDBPyConnection) -> None:
    figure = compare(find_subject("预算执行率", hub), hub).grid["乙市某局", 2023]
    assert figure.value == Fraction(101, 50) * 100
    assert [(place.file, place.text) for place in figure.places] == [("乙2023.txt", "101.00"), ("乙2023.txt", "50.00")]


def test_ratios_of_money_by_counts_are_in_yuan(hub: duckdb.DuckDBPyConnection) -> None:
    comparison = compare(find_subject("人次均公务接待费", hub), hub)
    assert comparison.unit == "元/人次"
    assert comparison.grid["甲市某局", 2024].value == 100


def test_people_come_from_the_user(hub: duckdb.DuckDBPyConnection) -> None:
    subject = find_subject("人均基本支出", hub)
    assert "--headcount" in compare(subject, hub).figures[0].why
    known = compare(subject, hub, headcount={("甲市某局", 2024): 50})
    assert known.grid["甲市某局", 2024].value == Fraction(1, 2)


def test_indicators_by_name(hub: duckdb.DuckDBPyConnection) -> None:
    comparison = compare(find_subject("满意度", hub), hub, years=(2024, 2024))
    assert (comparison.unit, comparison.years) == ("%", (2024,))
    assert comparison.grid["甲市某局", 2024].value == Fraction(191, 2)


@pytest.mark.parametrize(
    "text", ["不存在的东西", "没有的表·合计", "一般公共预算支出·没有的科目", "nowhere[total].total", "general[total].nothing"]
)
def test_what_is_not_there_is_said_in_chinese(text: str, hub: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match="没有"):
        find_subject(text, hub)


def test_a_figure_far_from_its_peers_is_marked_and_explained(hub: duckdb.DuckDBPyConnection) -> None:
    comparison = compare(find_subject("general[total].total", hub), hub)
    assert {mark.figure.department for mark in comparison.marks} == {"庚市某局"}
    assert "7 个部门的中位数为 103.00" in comparison.marks[0].words
    assert comparison.unjudged == ()


def test_few_or_equal_peers_are_not_judged() -> None:
    few = [Figure(f"{at}", 2024, Fraction(at), ()) for at in range(FEWEST - 1)]
    equal = [Figure(f"{at}", 2024, Fraction(1), ()) for at in range(6)] + [Figure("x", 2024, Fraction(99), ())]
    assert "少于 5 个" in mark_outliers(Comparison("", "", "", "", "final", tuple(few))).unjudged[0]
    assert "离差为零" in mark_outliers(Comparison("", "", "", "", "final", tuple(equal))).unjudged[0]


def test_units_are_not_the_peers_of_departments() -> None:
    departments = [Figure(f"部{at}", 2024, Fraction(100 + at), ()) for at in range(5)]
    units = [Figure(f"单{at}", 2024, Fraction(1 + at), (), unit=True) for at in range(5)]
    assert mark_outliers(Comparison("", "", "", "", "final", (*departments, *units))).marks == ()


def test_of_two_versions_the_last_counts_and_two_figures_are_none() -> None:
    first, second = account("甲", 2024, "1.00", "1.00"), renamed(account("甲", 2024, "2.00", "1.00"), "other")
    hub = open_hub(kept_rows([first, second]))
    assert compare(find_subject("general[total].total", hub), hub).grid["甲市某局", 2024].value == 2


@given(st.lists(st.fractions(-1000, 1000), min_size=1))
def test_half_of_the_values_lie_on_either_side_of_the_median(values: list[Fraction]) -> None:
    middle = median(values)
    assert 2 * sum(value < middle for value in values) <= len(values)
    assert 2 * sum(value > middle for value in values) <= len(values)


@given(st.fractions(-(10**6), 10**6), st.fractions(0, 10**6))
def test_steps_enclose_what_is_drawn(low: Fraction, span: Fraction) -> None:
    scale = steps(low, low + span)
    assert scale[0] <= low
    assert scale[-1] >= low + span
    assert 2 <= len(scale) <= 8


def test_charts_are_lines_for_few_and_bars_for_many(hub: duckdb.DuckDBPyConnection) -> None:
    many = compare(find_subject("general[total].total", hub), hub)
    few = Comparison(many.title, "", many.unit, "", "final", tuple(one for one in many.figures if one.department < "庚"))
    assert "条形图" in chart_of(many)
    assert chart_of(many).count("<svg") == 2, "one for wide and one for narrow screens"
    assert 'class="bar out"' in chart_of(many)
    assert "折线图" in chart_of(Comparison("", "", "", "", "final", few.figures[:8]))
    lots = tuple(Figure(f"部{at}", 2024, Fraction(at), ()) for at in range(BARS_MOST + 5))
    assert f"只画出前 {BARS_MOST} 个" in chart_of(Comparison("", "", "", "", "final", lots))
    assert "没有可以画图" in chart_of(Comparison("", "", "", "", "final", (Figure("甲", 2024, None, ()),)))


def test_bars_are_dated_and_peers_have_their_median(hub: duckdb.DuckDBPyConnection) -> None:
    many = compare(find_subject("general[total].total", hub), hub)
    assert caption_of(many) == "2024 年，7 个部门由大到小；虚线为中位数 103.00万元"
    assert 'class="middle"' in chart_of(many)
    mixed = replace(many, figures=(*many.figures, Figure("单位", 2024, Fraction(1), (), unit=True)))
    assert "中位数" not in caption_of(mixed)
    assert 'class="middle"' not in chart_of(mixed)


def test_departments_without_a_figure_are_counted_and_not_listed() -> None:
    comparison = Comparison(
        "某数", "", "万元", "", "final",
        (Figure("甲", 2023, None, (), "没有"), Figure("甲", 2024, None, (), "没有"), Figure("乙", 2023, None, (), "有两个"),
         Figure("乙", 2024, Fraction(5), ())),
    )  # fmt: skip
    assert comparison.departments == ("乙",)
    assert comparison.absent == ("甲",)
    assert comparison.missing == {"没有": ("甲 2023、2024 年",), "有两个": ("乙 2023 年",)}
    text = list(text_lines(comparison))
    assert [line for line in text if line.startswith("甲")] == []
    assert {"另有 1 个部门没有这个数，没有列入", "— 没有：甲 2023、2024 年"} <= set(text)
    page = io.StringIO()
    write_html([comparison], page)
    assert '<th scope="row">甲' not in page.getvalue()
    assert "另有 1 个部门没有这个数" in page.getvalue()
    assert "甲 2023、2024 年" in page.getvalue()


def _nameless(document: Document) -> Document:
    return replace(document, about=replace(document.about, department=""))


def test_files_that_name_no_department_stay_apart() -> None:
    several = [renamed(_nameless(account(name, 2024, "1.00", "1.00")), name) for name in "甲乙"]
    found = compare(find_subject("general[total].total", open_hub(kept_rows(several))), open_hub(kept_rows(several)))
    assert found.departments == ("乙2024.txt", "甲2024.txt")


def test_every_ratio_is_sourced_and_names_known_cells() -> None:
    assert len(ratios()) >= 8
    for one in ratios().values():
        assert one.source
        assert one.title
        assert 2010 < one.valid_from < 2100
    for wrong in ('top = ["x"]', "top = []", 'unit = "个"'):
        text = '[[ratio]]\nid = "a"\ntitle = "甲"\nunit = "%"\ntop = ["headcount"]\nbottom = ["headcount"]\nvalid_from = 2020\n'
        key = wrong.split(" ", maxsplit=1)[0]
        lines = [wrong if line.startswith(f"{key} ") else line for line in (*text.splitlines(), 'source = "乙"')]
        with pytest.raises(UsageError):
            parse_ratios("\n".join(lines))


def test_every_ratio_is_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "compare.md").read_text(encoding="utf-8")
    assert [one.title for one in ratios().values() if f"| {one.title} | {one.unit} |" not in guide] == []


def test_terms_are_written_as_they_are_read() -> None:
    for text in ("general[2101501].total", "general[total].total@initial_budget", "disclosure[procurement.sme].amount", "headcount"):
        assert str(parse_term(text)) == text


def test_figures_are_printed_with_separators() -> None:
    assert printed(Fraction(123456789, 100)) == "1,234,567.89"
    assert printed(Fraction(-5, 1000)) == "−0.01"
