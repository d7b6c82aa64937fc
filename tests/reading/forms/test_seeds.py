"""The forms of the published documents: every one recognised, every figure a record, the sums as printed."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from baozhang.reading.blocks import read_blocks
from baozhang.reading.forms import FormsReading, form_tables, read_forms
from baozhang.reading.forms.cells import is_figure
from tests.reading.forms.form_texts import sums

SEEDS = Path("/work/shared/seeds")
FUJIAN = {"成本指标": 10, "产出指标": 40, "效益指标": 30, "满意度指标": 10}


@cache
def read(number: str) -> FormsReading:
    files = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not files:
        pytest.skip("the published documents are not here")
    return read_forms(read_blocks(files[0].read_text(encoding="utf-8")), number, None)


@pytest.mark.parametrize(
    ("number", "kinds", "indicators"),
    [
        ("000", {"self": 5, "report": 5, "department": 1}, 79),
        ("001", {"self": 34, "report": 1, "framework": 1}, 282),
        ("002", {"target": 5}, 43),
        ("003", {"list": 8, "self": 8, "department": 1}, 156),
        ("004", {"target": 10, "list": 5}, 74),
    ],
)
def test_every_form_is_recognised_and_every_figure_bound(number: str, kinds: dict[str, int], indicators: int) -> None:
    found = read(number)
    assert Counter(form.kind for form in found.evaluations) == kinds
    assert len(found.indicators) == indicators
    assert not found.unrecognised
    assert found.figures == found.figures_bound
    assert all(row.level1 and row.name for row in found.indicators)


@pytest.mark.parametrize("number", ["000", "001"])
def test_weights_of_fujian_forms(number: str) -> None:
    found = read(number)
    for form in found.evaluations:
        if form.kind == "self":
            rows = [row for row in found.indicators if row.form == form.form]
            assert sums(rows) == FUJIAN, form.line
            assert form.funds_weight == 100_000
            assert sum(row.score or 0 for row in rows) + (form.funds_score or 0) == form.total, form.line


def test_scores_of_shandong_forms_add_up() -> None:
    found = read("003")
    for form in found.evaluations:
        rows = [row for row in found.indicators if row.form == form.form]
        total = sum(row.score or 0 for row in rows) + (form.funds_score or 0)
        if form.kind == "department" or (form.kind == "self" and sum(sums(rows).values()) == 90):
            assert total == form.total, form.line
    # one form hides ten points of its weights: what is visible adds up to 94 with the execution points
    short = [
        sum(sums([row for row in found.indicators if row.form == form.form]).values()) for form in found.evaluations if form.kind == "self"
    ]
    assert sorted(short) == [84, *[90] * 7]


def test_no_figure_of_a_form_table_is_passed_over() -> None:
    for number in ("000", "001", "002", "003", "004"):
        found = read(number)
        blocks = read_blocks(next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8"))
        tables = form_tables(blocks)
        lines = {row.line for row in found.indicators} | {row.line for row in found.fundings}
        lines |= {form.total_line for form in found.evaluations if form.total_line} | {
            form.line for form in found.evaluations if form.kind == "list"
        }
        for index in tables:
            for row in blocks[index].rows:
                numbered = row.cells[0].isdigit() or (len(row.cells) > 1 and row.cells[1].isdigit() and len(row.cells[1]) < 3)
                labelled = any(word in row.cells for word in ("项目期", "部门预算编码"))
                if any(is_figure(cell) for cell in row.cells) and not numbered and not labelled:
                    assert row.line in lines, (number, row.line)


def test_copies_are_linked_and_equal() -> None:
    found = read("004")
    copies = [form for form in found.evaluations if form.copy_of]
    assert len(copies) == 5
    for copy in copies:
        first = [(row.level1, row.level2, row.name, row.target_text) for row in found.indicators if row.form == copy.copy_of]
        assert first == [(row.level1, row.level2, row.name, row.target_text) for row in found.indicators if row.form == copy.form]


def test_totals_of_targets() -> None:
    assert sum(form.initial or 0 for form in read("002").evaluations) == 123_440_000_000
    assert sum(form.initial or 0 for form in read("004").evaluations if form.kind == "target" and not form.copy_of) == 2_145_000_000
    assert sum(form.executed or 0 for form in read("003").evaluations if form.kind == "self") == 1_408_500_000
