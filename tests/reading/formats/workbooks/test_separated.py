"""Sheets saved as text: read as the sheet they were, in whatever encoding; other texts stay texts."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from baozhang.errors import InputError
from baozhang.reading import read_text
from baozhang.reading.document import read_transcript
from baozhang.reading.formats import SheetCell, transcribe
from baozhang.reading.formats.kinds import Kind, kind_of

ROWS = (
    ("2024年度某市医疗保障局部门决算", "", "", "", ""),
    ("收入决算表", "", "", "", ""),
    ("公开02表", "", "", "", "单位：万元"),
    ("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"),
    ("合计", "", "1,300.50", "1,300.00", "0.50"),
    ("210", "卫生健康支出", "1,300.50", "1,300.00", "0.50"),
    ("2101501", "行政运行", "1,300.50", "1,300.00", "0.50"),
)


def saved(separator: str = ",") -> str:
    """The rows as a spreadsheet saves them."""
    out = StringIO()
    csv.writer(out, delimiter=separator).writerows(ROWS)
    return out.getvalue()


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (",", "gb18030"), ("\t", "utf-16"), ("\t", "utf-8")])
def test_a_sheet_saved_as_text_is_read_as_the_sheet(separator: str, encoding: str) -> None:
    found = transcribe(saved(separator).encode(encoding), "收入.csv")
    assert found.form == "CSV 表格"
    document = read_transcript(found, "收入.csv", "a")
    assert {(fact.item, fact.column): fact.value for fact in document.facts}["total", "total"] == 1_300_500_000
    assert len(document.facts) == 9
    assert not document.unrecognised
    places = [piece.place for line in found.lines for piece in line.pieces if line.text[piece.start : piece.end] == "1,300.50"]
    assert places[0] == SheetCell("收入", "C5")


def test_titles_need_not_be_filled_up() -> None:
    text = "\n".join(line.rstrip(",") if at < 2 else line for at, line in enumerate(saved().splitlines()))
    assert kind_of(text.encode(), "a.csv") is Kind.CSV
    assert transcribe(text.encode(), "a.csv").lines[0].text == "2024年度某市医疗保障局部门决算"


def test_a_long_sheet_is_parted_as_it_begins() -> None:
    """A note behind the last row is not filled up; what parts the cells was told by the first bytes."""
    rows = saved("\t") + "2101501\t行政运行\t1,300.50\t1,300.00\t0.50\r\n" * 120 + "注：本表反映部门本年度取得的各项收入。\r\n"
    last = [line.text for line in transcribe(rows.encode(), "a.csv").lines if line.text][-2:]
    assert last == ["2101501\t行政运行\t1,300.50\t1,300.00\t0.50", "注：本表反映部门本年度取得的各项收入。"]


@pytest.mark.parametrize(
    "text",
    [
        "项目  金额\n收入  1,300.50  1,300.00\n支出  1,300.50  1,300.00\n结余  1,300.50  1,300.00\n合计  1,300.50  1,300.00\n",
        "\n".join("\t".join(row) for row in ROWS[3:]),
        "\n".join("\t".join(row).strip() if at < 2 else "\t".join(row) for at, row in enumerate(ROWS)),
        "2024年度收入总计1,300.50万元,其中财政拨款1,300.00万元,其他收入0.50万元。\n" * 5,
        "# 决算\n\n|项目|金额|\n|-|-|\n|合计|1,300.50|\n",
    ],
)
def test_other_texts_stay_texts(text: str) -> None:
    assert kind_of(text.encode(), "a.txt") is Kind.TEXT
    assert read_text(text, "a").source


def test_a_cell_that_never_ends_is_refused() -> None:
    raw = saved().encode() + b'"' + b"1" * 200_000
    with pytest.raises(InputError, match="没有结束"):
        transcribe(raw, "a.csv")
