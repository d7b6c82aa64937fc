"""Which rows say anything of where a form begins and ends."""

from __future__ import annotations

from itertools import product

from baozhang.reading.forms.spans import (
    _frame_words,
    _names_department,
    is_funds_start,
    is_indicator_header,
    is_list_header,
    is_project_row,
    is_score_header,
    is_total_row,
)
from baozhang.taxonomy.performance_words import performance_words


def test_a_row_without_any_frame_word_is_none_of_the_rows_that_frame_a_form() -> None:
    known = performance_words()
    words = set().union(
        *known.labels.values(), *known.columns.values(), known.groups, known.fund_groups, known.sources, known.level2, {"7.5"}
    )
    others = sorted(words - _frame_words())
    assert len(others) > 100
    rows = [*((word,) for word in others), *product(others, ("指标值", "7.5"), ("7.5",)), *product(("7.5",), others, ("得分率",))]
    asked = (is_list_header, is_project_row, is_indicator_header, is_score_header, is_funds_start, is_total_row, _names_department)
    apart = [row for row in rows if _frame_words().isdisjoint(row)]
    assert len(apart) > 100
    assert [(one.__name__, row) for row in apart for one in asked if one(row)] == []
