"""Word documents: what a reader of the printed page would see, feature by feature."""

from __future__ import annotations

import pytest

from baozhang.errors import InputError
from baozhang.reading.document import read_transcript
from baozhang.reading.formats import FlowPlace, transcribe
from tests.reading.formats.packing import W, p, tbl, tc, tr, word, zipped


def lines(body: str, **parts: str) -> list[str]:
    """The lines with words of a document with this body."""
    return [line.text for line in transcribe(word(body, **parts), "文件.docx").lines if line.text]


def level(ilvl: int, style: str, text: str, more: str = "") -> str:
    """A list level."""
    return f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbered(ilvl: int, number: int = 1) -> str:
    """Paragraph properties: a place in a list."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{number}"/></w:numPr>'


CLOSE = "<w:suff w:val='nothing'/>"
"""Nothing between the number and the words."""
OUTLINE = (
    f'<w:abstractNum w:abstractNumId="7">{level(0, "chineseCounting", "%1、", CLOSE)}'
    f"{level(1, 'chineseCounting', '（%2）', CLOSE)}{level(2, 'decimal', '%3.')}"
    f"{level(3, 'decimal', '%1.%4', '<w:isLgl/>')}{level(4, 'bullet', '')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_printed() -> None:
    body = "".join(
        p(text, properties=numbered(at))
        for at, text in [(0, "收入"), (1, "甲"), (1, "乙"), (2, "丙"), (0, "支出"), (1, "丁"), (2, "戊"), (3, "己"), (4, "庚")]
    )
    assert lines(body, numbering=OUTLINE) == ["一、收入", "（一）甲", "（二）乙", "1. 丙", "二、支出", "（一）丁", "1. 戊", "2.1 己", "庚"]


def test_a_level_that_was_passed_over_has_begun() -> None:
    body = "".join(p(text, properties=numbered(at)) for at, text in [(0, "甲"), (2, "乙"), (1, "丙"), (1, ""), (1, "丁")])
    assert lines(body, numbering=OUTLINE) == ["一、甲", "1. 乙", "（二）丙", "（三）", "（四）丁"]


def test_a_list_that_starts_itself_begins_at_one() -> None:
    body = p("甲", properties=numbered(0)) + p("乙", properties=numbered(0)) + p("丙", properties=numbered(0, 2))
    assert lines(body, numbering=OUTLINE) == ["一、甲", "二、乙", "一、丙"]


def test_numbers_come_from_the_style_as_well() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="base"><w:name w:val="base"/><w:pPr>{numbered(1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/><w:basedOn w:val="base"/></w:style>'
    )
    body = p("甲", properties='<w:pStyle w:val="own"/>') + p(
        "乙", properties='<w:pStyle w:val="own"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert lines(body, numbering=OUTLINE, styles=styles) == ["（一）甲", "乙"]


def test_headings_by_style_name_outline_level_and_inheritance() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="公文标题"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = (
        p("一级", properties='<w:pStyle w:val="1"/>')
        + p("二级", properties='<w:pStyle w:val="a"/>')
        + p("三级", properties='<w:outlineLvl w:val="2"/>')
        + p("正文", properties='<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    )
    assert lines(body, styles=styles) == ["# 一级", "## 二级", "### 三级", "正文"]


def test_tracked_changes_are_accepted() -> None:
    deleted = "<w:del><w:r><w:delText>12.00</w:delText></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>15.00</w:t></w:r></w:ins>"
    merged = p("收入", properties="<w:rPr><w:del/></w:rPr>") + p("合计")
    row = tr("甲", "1") + tr("乙", "2", properties="<w:del/>") + tr("丙", "3", properties="<w:ins/>")
    assert lines(p("支出", deleted, inserted, "万元") + merged + tbl(row)) == ["支出15.00万元", "收入合计", "甲\t1", "丙\t3"]


def test_hidden_text_and_field_codes_are_left_out_and_results_kept() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>不可见</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc1 \\h</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = '<w:hyperlink w:anchor="_Toc1"><w:r><w:t>一、职责</w:t></w:r><w:r><w:tab/></w:r>' + field + "</w:hyperlink>"
    simple = '<w:fldSimple w:instr="DATE"><w:r><w:t>2024年</w:t></w:r></w:fldSimple>'
    assert lines(p(hidden, shown) + p(link) + p(simple)) == ["可见", "一、职责 12", "2024年"]


def test_symbols_and_special_characters() -> None:
    run = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>否</w:t>'
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>90</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>5</w:t>'
        '<w:sym w:font="X" w:char="zz"/></w:r>'
    )
    assert lines(p(run)) == ["☑是□否≥90-5"]


def test_breaks_part_paragraphs_outside_of_tables_and_nothing_inside() -> None:
    broken = "<w:r><w:t>一般公共</w:t><w:br/><w:t>预算</w:t></w:r>"
    paged = '<w:r><w:t>前</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>后</w:t></w:r>'
    assert lines(p(broken) + p(paged) + tbl(tr(tc(p(broken)), "1"), tr(tc(p("住房") + p("保障")), "2"))) == [
        "一般公共", "预算", "前", "后", "一般公共预算\t1", "住房保障\t2",
    ]  # fmt: skip


def test_merged_cells_leave_the_places_they_cover_empty() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc("项目", f'<w:gridSpan w:val="2"/>{restart}'), tc("金额", '<w:gridSpan w:val="2"/>')),
        tr(tc("", f'<w:gridSpan w:val="2"/>{go_on}'), "预算", "决算"),
        tr("208", "社会保障", "1", "2"),
        tr("甲", "乙", properties='<w:gridBefore w:val="2"/>'),
    )
    assert lines(table) == ["项目\t\t金额\t", "\t\t预算\t决算", "208\t社会保障\t1\t2", "\t\t甲\t乙"]


def test_grid_columns_in_which_no_cell_begins_are_no_columns() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    assert lines(tbl(tr(tc("项目", wide), tc("金额", wide)), tr(tc("甲", wide), tc("1", wide)))) == ["项目\t金额", "甲\t1"]


def test_lines_of_one_cell_above_a_table_and_the_note_below_are_paragraphs() -> None:
    whole = '<w:gridSpan w:val="2"/>'
    table = tbl(
        tr(tc("收入决算表", whole)),
        tr("", "公开02表"),
        tr("项目", "金额"),
        tr("甲", "1"),
        tr("其他", ""),
        tr(tc("注：本表无数据。", whole)),
    )
    assert lines(table) == ["收入决算表", "公开02表", "项目\t金额", "甲\t1", "其他\t", "注：本表无数据。"]


def test_tables_inside_tables_and_frames() -> None:
    inner = tbl(tr("项目", "金额"), tr("甲", "1"))
    nested = tbl(tr("说明", tc(p("见表") + inner)), tr("其他", "无"))
    assert lines(tbl(tr(tc(p("标题") + inner)))) == ["标题", "项目\t金额", "甲\t1"]
    assert lines(nested) == ["说明\t见表项目 金额 甲 1", "其他\t无"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}{tbl(tr('甲', '1'))}</w:txbxContent>"
    run = (
        '<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>' + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p("框外", run) + p("其后")) == ["框外", "框内", "甲\t1", "其后"]


def test_content_controls_and_moved_text() -> None:
    controlled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件内')}</w:sdtContent></w:sdt>"
    moved = "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>"
    cell = f"<w:tc><w:tcPr/>{p('甲')}</w:tc>"
    table = f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>{tc('1')}</w:tr></w:tbl>"
    assert lines(controlled + p(moved) + table) == ["控件内", "新", "甲\t1"]


def test_footnotes_stand_behind_the_text() -> None:
    notes = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="1">' + p("含上年结转。") + "</w:footnote>"
    body = p("收入决算表", '<w:r><w:footnoteReference w:id="1"/></w:r>') + tbl(tr("项目", "金额"))
    assert lines(body, footnotes=notes) == ["收入决算表", "项目\t金额", "含上年结转。"]
    pieces = [piece for line in transcribe(word(body, footnotes=notes), "文件.docx").lines for piece in line.pieces]
    assert [piece.place.address for piece in pieces if isinstance(piece.place, FlowPlace)] == ["P1", "T1R1", "N1"]


def test_words_that_look_like_markup_stay_words() -> None:
    assert lines(p("|甲|乙|") + p("&lt;table&gt;") + tbl(tr("|甲", "&lt;td&gt;1"))) == ["｜甲｜乙｜", "＜table>", "｜甲\t＜td>1"]


def test_a_large_picture_and_an_embedded_object_are_named() -> None:
    picture = '<w:r><w:drawing><wp:inline xmlns:wp="d"><wp:extent cx="{}" cy="2000000"/><a:blip xmlns:a="a"/></wp:inline></w:drawing></w:r>'
    embedded = '<w:r><w:object><o:OLEObject xmlns:o="o" ProgID="Excel.Sheet.12"/></w:object></w:r>'
    found = transcribe(word(p("表") + p(picture.format(5000000)) + p(picture.format(900000)) + p(embedded)), "文件.docx")
    assert [part.line for part in found.unread] == [2, 2]
    assert ["图片" in part.why for part in found.unread] == [True, False]
    named = [row.why for row in read_transcript(found, "文件.docx", "a").unrecognised]
    assert [part.why for part in found.unread] == named, "nothing follows them, and they are told"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (zipped({"[Content_Types].xml": "<Types/>", "word/other.xml": "<x/>"}), "缺少"),
        (word("")[:-60], "已损坏"),
        (word("<w:p>"), "不是完整的 XML"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": f'<!DOCTYPE a [<!ENTITY b "b">]><w:document xmlns:w="{W}"/>'}), "DTD"),
    ],
)
def test_damage_is_refused_with_the_reason(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        transcribe(raw, "文件.docx")


def test_soft_breaks_at_the_end_of_full_lines_part_no_paragraph() -> None:
    broken = "<w:r><w:br/></w:r>"
    body = p("2024年度收入总计1,234.56万元，比上年增加4.", broken, "56万元。", broken, "2024年度支出总计1,234.56万元。")
    body += p("某市医疗保障局", broken, "2024年度部门决算") + p("（一）一般公共预算财政拨款支出决算总体情况说明", broken, "支出1.00万元。")
    assert lines(body) == [
        "2024年度收入总计1,234.56万元，比上年增加4.56万元。",
        "2024年度支出总计1,234.56万元。",
        "某市医疗保障局",
        "2024年度部门决算",
        "（一）一般公共预算财政拨款支出决算总体情况说明",
        "支出1.00万元。",
    ]


def test_a_form_that_goes_on_behind_a_line_that_says_so() -> None:
    head = [("项目名称", "宣传", "", "", "", "", ""), ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")]
    first = [*head, ("产出指标", "数量指标", "场次", "≥2场", "3场", "50", "50")]
    behind = [("", "", "人次", "≥9人次", "9人次", "50", "50"), ("总分", "", "", "", "", "100", "100")]
    parts = [tbl(*(tr(*row) for row in rows)) for rows in (first, behind)]
    document = read_transcript(transcribe(word(p("项目支出绩效自评表") + parts[0] + p("续表") + parts[1]), "表.docx"), "表.docx", "")
    assert [(row.name, row.level2, row.score) for row in document.indicators] == [
        ("场次", "数量指标", 500000),
        ("人次", "数量指标", 500000),
    ]
    assert [row.total for row in document.evaluations] == [1000000]
