"""Rows that were printed on two lines become one again."""

from __future__ import annotations

import pytest

from baozhang.reading.model import GridRow
from baozhang.reading.statements.broken_rows import joined

WHOLE = (
    ("科目编码", "科目名称", "合计", "基本支出"),
    ("210", "卫生健康支出", "1,234.50", "1,234.50"),
    ("221", "住房保障支出", "97.21", "97.21"),
)


def cells(*rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [row.cells for row in joined([GridRow(at, row) for at, row in enumerate(rows)])]


@pytest.mark.parametrize(
    "broken",
    [
        (("210", "卫生健康支出", "", ""), ("", "", "1,234.50", "1,234.50")),
        (("210", "卫生健康支出", "1,23", "1,234."), ("", "", "4.50", "50")),
        (("210", "卫生健康", "1,234", "1,234.50"), ("", "支出", ".50", "")),
        (("210", "卫生健康支出"), ("1,234.50", "1,234.50")),
        (("210",), ("卫生健康支出", "1,234.50", "1,234.50")),
    ],
)
def test_the_two_parts_of_a_row_become_one(broken: tuple[tuple[str, ...], ...]) -> None:
    assert cells(WHOLE[0], *broken, *WHOLE[1:]) == [WHOLE[0], WHOLE[1], *WHOLE[1:]]


def test_rows_of_their_own_stay_apart() -> None:
    rows = [*WHOLE, ("", "", "5.00", ""), ("229", "其他支出", "", ""), ("232", "债务付息支出", "1.00", "1.00")]
    assert cells(*rows) == rows
    index = (("合计", "因公出国费"), ("1", "2"), ("8.00", "0.00"), ("6.00", "0.00"))
    assert cells(*index) == list(index)


def test_where_decimals_are_trimmed_nobody_can_tell_a_piece_from_an_amount() -> None:
    rows = (
        ("210", "卫生健康支出", "23", "5"),
        ("", "", "90.1", ""),
        ("221", "住房保障支出", "4.5", "4.5"),
        ("229", "其他支出", "1.75", "6"),
    )
    assert cells(*rows)[0] == ("210", "卫生健康支出", "23…90.1", "5")


def test_words_go_on_below_only_where_they_fill_their_column() -> None:
    rows = (
        ("项目名称", "政府采购品目", "合计", "一般公共预算"),
        ("公务用车更新配备", "轿车", "18", "18"),
        ("综合定额（事业）", "多功能一体机", "0.40", "0.40"),
        ("医疗保险基金管理中心综合定额（事业）", "台式计算机", "0.70", "0.70"),
    )
    assert cells(*rows) == list(rows), "a short name is whole: 18 and 0.40 are no 180.40"
