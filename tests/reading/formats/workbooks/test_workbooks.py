"""Workbooks as their sheets show them; the same sheet as XLSX and as XLS gives the same lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.errors import InputError
from baozhang.reading.formats import SheetCell, Transcript, transcribe
from tests.reading.formats.packing import relations, zipped
from tests.reading.formats.workbooks.book import Sheet, Value, xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def both(*sheets: Sheet) -> Transcript:
    """The transcript of a workbook in both formats, which must be the same."""
    new, old = transcribe(xlsx(*sheets), "甲.xlsx"), transcribe(xls(*sheets), "甲.xls")
    assert (new.lines, new.unread) == (old.lines, old.unread)
    return new


def words(transcript: Transcript) -> list[str]:
    """The lines with words."""
    return [line.text for line in transcript.lines if line.text]


def statement(name: str, rows: Sequence[Sequence[Value]]) -> Sheet:
    """A sheet as published: title over the whole width, number, department and unit above the table."""
    sheet = Sheet(name).merge(0, 0, 0, 2, "收入决算表").row(1, ["", "", "公开02表"])
    sheet.row(2, ["部门：某市医疗保障局", "", "金额单位：万元"])
    for at, row in enumerate(rows, start=3):
        sheet.row(at, row, "#,##0.00")
    return sheet


def test_a_published_sheet() -> None:
    rows: list[list[Value]] = [["科目编码", "科目名称", "本年收入"], ["", "合计", 1234.5], ["208", "社会保障和就业支出", 0.1 + 0.2]]
    transcript = both(statement("公开02表", rows))
    assert words(transcript) == [
        "收入决算表",
        "公开02表",
        "部门：某市医疗保障局\t\t金额单位：万元",
        "科目编码\t科目名称\t本年收入",
        "\t合计\t1,234.50",
        "208\t社会保障和就业支出\t0.30",
    ]
    total = next(line for line in transcript.lines if "合计" in line.text)
    assert [(piece.place, total.text[piece.start : piece.end]) for piece in total.pieces] == [
        (SheetCell("公开02表", "B5"), "合计"),
        (SheetCell("公开02表", "C5"), "1,234.50"),
    ]


def test_sheets_in_order_and_empty_rows_as_breaks() -> None:
    sheets = [Sheet(name) for name in ("甲", "乙")]
    for sheet in sheets:
        for row in (0, 1, 4):
            sheet.row(row, ["", f"{sheet.name}{row}", row])
    assert [line.text for line in both(*sheets).lines] == ["甲0\t0", "甲1\t1", "", "甲4\t4", "", "乙0\t0", "乙1\t1", "", "乙4\t4", ""]


def test_the_name_of_a_sheet_is_the_title_where_the_sheet_has_none() -> None:
    assert words(both(Sheet("收入支出决算总表").row(0, ["项目", "金额"]))) == ["收入支出决算总表", "项目\t金额"]


def test_percentages_dates_and_hidden_zeros() -> None:
    sheet = Sheet("甲", zeros=False).row(0, ["执行率", 0.9876], "0.00%").row(1, ["日期", 45292], "yyyy-mm-dd").row(2, ["无", 0], "0.00")
    assert words(both(sheet)) == ["执行率\t98.76%", "日期\t2024-01-01", "无\t"]


def test_merged_cells() -> None:
    sheet = Sheet("甲").merge(0, 0, 1, 0, "项目").merge(0, 1, 0, 2, "金额").row(1, ["", "预算", "决算"]).row(2, ["合计", 1, 2])
    assert words(both(sheet)) == ["项目\t金额\t", "\t预算\t决算", "合计\t1\t2"]


def test_a_row_that_merged_cells_of_the_header_cover_parts_no_table() -> None:
    sheet = (
        Sheet("甲")
        .merge(0, 0, 2, 0, "项目")
        .merge(0, 1, 2, 1, "小计")
        .merge(0, 2, 2, 2, "其中")
        .row(3, ["栏次", 1, 2])
        .row(4, ["合计", 5, 6])
    )
    transcript = both(sheet)
    assert [line.text for line in transcript.lines] == ["项目\t小计\t其中", "栏次\t1\t2", "合计\t5\t6", ""]


def test_the_explanation_may_stand_right_below_the_last_table() -> None:
    sheet = Sheet("甲").row(0, ["项目", "预算", "决算"]).row(1, ["合计", 1, 2])
    sheet.row(2, ["第三部分 决算情况说明"]).row(3, ["一、收入决算情况说明"]).row(4, ["收入合计2万元。"])
    transcript = both(sheet)
    assert words(transcript) == ["项目\t预算\t决算", "合计\t1\t2", "第三部分 决算情况说明", "一、收入决算情况说明", "收入合计2万元。"]


def test_the_title_of_another_table_begins_another_table() -> None:
    sheet = Sheet("甲").row(0, ["项目", "预算", "决算"]).row(1, ["合计", 1, 2]).merge(2, 0, 2, 2, "支出决算表")
    sheet.row(3, ["科目", "", "金额"]).merge(4, 0, 4, 1, "合计").row(4, ["", "", 3])
    sheet.merge(3, 0, 3, 1, "科目")
    sheet.cells = [cell for cell in sheet.cells if cell[:2] != (3, 0)]
    assert words(both(sheet)) == ["项目\t预算\t决算", "合计\t1\t2", "支出决算表", "科目\t金额", "合计\t3"]


def test_a_title_beside_empty_cells_begins_another_table_too() -> None:
    sheet = Sheet("甲").row(0, ["项目", "预算", "决算"]).row(1, ["合计", 1, 2]).row(2, ["支出决算表"]).row(3, ["单位：万元"])
    sheet.row(4, ["科目", "名称", "金额"]).row(5, ["合计", "", 3]).row(6, ["（一）机关运行经费。"]).row(7, ["机关运行经费支出3万元。"])
    expected = ["项目\t预算\t决算", "合计\t1\t2", "支出决算表", "单位：万元", "科目\t名称\t金额", "合计\t\t3"]
    assert words(both(sheet)) == [*expected, "（一）机关运行经费。", "机关运行经费支出3万元。"]


def test_hidden_rows_columns_and_sheets_are_named_as_not_read() -> None:
    sheet = Sheet("甲", hidden_rows=[1], hidden_columns=[1])
    for row in range(3):
        sheet.row(row, [f"项{row}", "备注", row])
    transcript = both(sheet, Sheet("乙", hidden=True).row(0, ["不读"]))
    assert words(transcript) == ["项0\t0", "项2\t2"]
    assert [part.why for part in transcript.unread] == ["工作表“甲”隐藏的 1 行、1 列没有读取", "工作表“乙”是隐藏的，没有读取"]


def test_words_of_a_merged_cell_whose_first_column_is_hidden() -> None:
    sheet = Sheet("甲", hidden_columns=[0]).merge(0, 0, 0, 2, "收入决算表").row(1, ["x", "合计", 1])
    assert words(both(sheet)) == ["收入决算表", "合计\t1"]


def test_many_strings_over_the_seams_of_records() -> None:
    texts = [f"第{at}行{'医疗保障基金' * (at % 300)}{'abc' * (at % 7)}" for at in range(400)]
    sheet = Sheet("甲")
    for at, text in enumerate(texts):
        sheet.row(at, [text, at])
    assert words(both(sheet)) == [f"{text}\t{at}" for at, text in enumerate(texts)]


def sheet_xml(inside: str, **parts: str) -> bytes:
    """A workbook with one sheet of this markup, and other parts by name."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/s.xml", **{kind: f"{kind}.xml" for kind in parts}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="甲" r:id="r0"/></sheets></workbook>',
        "xl/worksheets/s.xml": f'<worksheet xmlns="{MAIN}">{inside}</worksheet>',
    }
    members.update({f"xl/{kind}.xml": text for kind, text in parts.items()})
    return zipped(members)


def test_cells_without_addresses_strings_errors_and_formulas() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><r><t>合</t></r><r><t>计</t></r><rPh><t>heji</t></rPh></si><si><t>甲_x000D_乙</t></si></sst>'
    rows = (
        '<row><c t="s"><v>0</v></c><c><v>12.5</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>行内</t></is></c><c r="B2" t="e"><v>#REF!</v></c><c t="b"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>A1</f><v>公式</v></c><c r="B3"><f>1+1</f></c><c r="C3" t="s"><v>99</v></c></row>'
        '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>NaN</v></c></row>'
    )
    transcript = transcribe(sheet_xml(f"<sheetData>{rows}</sheetData>", sharedStrings=strings), "甲.xlsx")
    assert words(transcript) == ["合计\t12.5\t", "行内\t#REF!\tTRUE", "公式\t\t", "甲 乙\tNaN\t"]
    assert [part.why for part in transcript.unread] == [
        "工作表“甲”的单元格 B2（#REF!） 是错误值",
        "工作表“甲”有 1 个公式没有保存结果，请用 Excel 打开并保存后再检查",
    ]


def test_a_sheet_far_to_the_right_and_far_below_is_cut_and_named() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row>'
    transcript = transcribe(sheet_xml(f"<sheetData>{rows}</sheetData>"), "甲.xlsx")
    assert words(transcript) == ["1"]
    assert ["没有读完" in part.why for part in transcript.unread] == [True]


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_cut_off_workbook_is_refused(keep: float) -> None:
    sheet = statement("甲", [["科目", "名称", "金额"], ["208", "甲", 1]])
    for raw in (xls(sheet), xlsx(sheet)):
        with pytest.raises(InputError):
            transcribe(raw[: int(len(raw) * keep)], "甲.xls")


def test_a_table_behind_an_empty_row_keeps_its_blank_columns() -> None:
    """Zeros that a number format hides leave columns blank, and rows without words empty: what is below is the same table."""
    sheet = Sheet("甲").row(0, ["科目", "名称", "合计", "基本支出", "项目支出"])
    sheet.row(1, ["208", "甲类", 30, 10, 20], "0.00;-0.00;").row(2, ["", "", 0, 0, 0], "0.00;-0.00;").row(
        3, ["210", "乙类", 5, 5, 0], "0.00;-0.00;"
    )
    assert words(both(sheet)) == ["科目\t名称\t合计\t基本支出\t项目支出", "208\t甲类\t30.00\t10.00\t20.00", "210\t乙类\t5.00\t5.00\t"]


def test_items_without_amounts_on_the_right_of_a_table_that_goes_on_are_rows() -> None:
    sheet = (
        Sheet("甲")
        .row(0, ["收入", "金额", "支出", "金额"])
        .row(1, ["本年收入", 3, "（一）公共安全支出", 3])
        .row(2, ["", "", "（二）教育支出"])
    )
    sheet.row(4, ["", "", "（三）科学技术支出"]).row(5, ["合计", 3, "合计", 3])
    rows = [
        "收入\t金额\t支出\t金额",
        "本年收入\t3\t（一）公共安全支出\t3",
        "\t\t（二）教育支出\t",
        "\t\t（三）科学技术支出\t",
        "合计\t3\t合计\t3",
    ]
    assert words(both(sheet)) == rows
