"""OFD files: characters at their places, lines, templates and composites; what is not shown is not read."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from baozhang.errors import InputError
from baozhang.reading.formats import Box, Transcript, transcribe
from tests.reading.formats.drawing import NAMESPACE, ROW, line, ofd, typeset, words
from tests.reading.formats.packing import zipped
from tests.reading.formats.parts import Paragraph, Table

POINTS = 72 / 25.4


def read(raw: bytes) -> Transcript:
    """The transcript of a file."""
    return transcribe(raw, "文件.ofd")


def lines(*pages: str, template: str = "", resources: str = "") -> list[str]:
    """The lines with words of a file with these pages."""
    return [each.text for each in read(ofd(*pages, template=template, resources=resources)).lines if each.text]


def coded(code: str, *, more: str = "", size: str = "4") -> str:
    """A text object at (20, 50) with these TextCodes."""
    return f'<ofd:TextObject Boundary="20 46 100 6" Font="1" Size="{size}" {more}>{code}</ofd:TextObject>'


def test_a_ruled_table_between_paragraphs_with_boxes_in_points() -> None:
    raw = typeset(
        [Paragraph("收入决算表"), Table((("项目", "本年收入"), ("一般公共服务支出", "1,234.50"), ("合计", ""))), Paragraph("本表无差错。")]
    )
    transcript = read(raw)
    assert [each.text for each in transcript.lines if each.text] == [
        "收入决算表",
        "项目\t本年收入",
        "一般公共服务支出\t1,234.50",
        "合计\t",
        "本表无差错。",
    ]
    assert [(round(page.width), round(page.height)) for page in transcript.pages] == [(595, 842)]
    figure = next(piece for each in transcript.lines for piece in each.pieces if each.text[piece.start : piece.end] == "1,234.50")
    assert isinstance(figure.place, Box)
    assert (figure.place.page, round(figure.place.left / POINTS)) == (1, 20 + 85 + 1)


def test_the_gaps_between_characters_may_be_counted() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 3 4 2 2 g 9 2">收入总计12.50万元</ofd:TextCode>'
    assert lines(coded(code)) == ["收入总计12.50万元"]


def test_codes_without_gaps_or_places_follow_by_the_width_of_their_kind() -> None:
    code = '<ofd:TextCode X="0" Y="4">支出</ofd:TextCode><ofd:TextCode X="8">12.5</ofd:TextCode>'
    assert lines(coded(code)) == ["支出12.5"]


def test_drawing_order_is_no_reading_order() -> None:
    assert lines(words(60, 80, "丙") + words(20, 60, "甲") + words(20, 80, "乙")) == ["甲", "乙 丙"]


def test_a_map_of_its_own_moves_and_scales_a_text() -> None:
    code = '<ofd:TextCode X="0" Y="1" DeltaX="1">收入</ofd:TextCode>'
    transcript = read(ofd(coded(code, size="1", more='CTM="4 0 0 4 30 0"')))
    (piece,) = transcript.lines[0].pieces
    assert isinstance(piece.place, Box)
    assert transcript.lines[0].text == "收入"
    assert round(piece.place.left / POINTS) == 50
    assert round((piece.place.right - piece.place.left) / POINTS) == 8


def test_a_page_on_its_side_is_read_along_its_text() -> None:
    code = '<ofd:TextCode X="0" Y="0" DeltaX="4">甲乙</ofd:TextCode>'
    first = f'<ofd:TextObject Boundary="100 20 6 40" Size="4" CTM="0 1 -1 0 0 0">{code}</ofd:TextObject>'
    second = first.replace('"100 20', '"80 20').replace("甲乙", "丙丁")
    assert lines(second + first) == ["甲乙", "丙丁"]


def test_templates_lie_under_every_page_and_running_titles_are_dropped() -> None:
    pages = [words(20, 100, f"第{n}段，说明收入和支出的情况。") for n in "一二三四"]
    found = lines(*pages, template=words(80, 15, "某市医疗保障局"))
    assert found == [f"第{n}段，说明收入和支出的情况。" for n in "一二三四"]
    assert lines(pages[0], template=words(20, 80, "模板上的字")) == ["模板上的字", "第一段，说明收入和支出的情况。"]


def test_composites_and_groups() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{words(0, 4, "合计")}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"
    composite = '<ofd:CompositeObject Boundary="20 60 30 10" ResourceID="9"/>'
    assert lines(f"<ofd:PageBlock>{composite}</ofd:PageBlock>", resources=resources) == ["合计"]


def test_what_is_not_shown_is_not_read() -> None:
    white = "<ofd:FillColor Value='255 255 255'/>"
    fill = (
        '<ofd:PathObject Boundary="20 80 60 10" Fill="true"><ofd:FillColor Value="0 0 80"/>'
        "<ofd:AbbreviatedData>M 0 0 L 60 0 L 60 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    hidden = words(20, 60, "不可见", more='Visible="false"') + words(20, 70, "透明", more='Alpha="0"')
    unseen = words(20, 100, "白字").replace("<ofd:TextCode", white + "<ofd:TextCode")
    seen = words(22, 87, "深底白字").replace("<ofd:TextCode", white + "<ofd:TextCode")
    assert lines(words(20, 50, "可见") + hidden + unseen + fill + seen) == ["可见", "深底白字"]


def test_pages_that_are_pictures_are_named() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'
    transcript = read(ofd(words(20, 50, "第一页的文字"), picture))
    assert [part.why for part in transcript.unread] == ["第 2 页是图片，没有文字层，未核对"]
    with pytest.raises(InputError, match="全部页面都是图片"):
        read(ofd(picture))


def test_a_table_over_two_pages() -> None:
    rows = tuple((f"项目{n}", f"{n}.00") for n in range(60))
    transcript = read(typeset([Table((("名称", "金额"), *rows))]))
    assert len(transcript.pages) == 2
    assert [each.text for each in transcript.lines if "\t" in each.text] == ["名称\t金额", *(f"{name}\t{value}" for name, value in rows)]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (zipped({"OFD.xml": ""}), "不是完整的 XML"),
        (zipped({"OFD.xml": f"<ofd:OFD {NAMESPACE}/>"}), "没有一页"),
        (
            zipped({"OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>../../etc/passwd</ofd:DocRoot></ofd:DocBody></ofd:OFD>"}),
            "缺少",
        ),
        (zipped({"OFD.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "DTD"),
        (ofd(""), "没有文字"),
    ],
)
def test_damage_is_refused_with_the_reason(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read(raw)


def test_lines_without_words_are_no_table() -> None:
    grid = "".join(line(20, 50 + at * ROW, 190, 50 + at * ROW) + line(20 + at * 20, 50, 20 + at * 20, 80) for at in range(5))
    assert lines(grid + words(20, 30, "只有文字")) == ["只有文字"]


def foreign(*, absolute: bool) -> dict[str, str | bytes]:
    """A file as other makers write it: layers, a grid in the template as one path, texts in pieces, scaled, downwards, glyphs replaced."""
    at = "/Doc_0/" if absolute else ""
    grid = "M 0 0 L 120 0 L 120 24 L 0 24 C M 0 8 L 120 8 M 0 16 L 120 16 M 60 0 L 60 24"
    under = f'<ofd:PathObject Boundary="20 40 120 24" LineWidth="0.3"><ofd:AbbreviatedData>{grid}</ofd:AbbreviatedData></ofd:PathObject>'
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>5</ofd:Glyphs></ofd:CGTransform>'
    body = [
        ("22 41", "", glyphs + '<ofd:TextCode X="0" Y="5" DeltaX="4">项目</ofd:TextCode>'),
        ("82 41", "", '<ofd:TextCode X="0" Y="5" DeltaX="g 2 4">预算数</ofd:TextCode>'),
        (
            "22 49",
            "",
            '<ofd:TextCode X="0" Y="5" DeltaX="4 4">卫生健</ofd:TextCode><ofd:TextCode X="12" DeltaX="4 4">康支出</ofd:TextCode>',
        ),
        ("82 49", 'CTM="0.5 0 0 0.5 0 0"', '<ofd:TextCode X="0" Y="10" DeltaX="g 7 4">1,234.50</ofd:TextCode>'),
        ("22 57", "", '<ofd:TextCode X="0" Y="5" DeltaX="4">合计</ofd:TextCode>'),
        ("82 57", "", '<ofd:TextCode X="0" Y="5" DeltaX="g 7 2">1,234.50</ofd:TextCode>'),
    ]
    title = ("22 25", "", '<ofd:TextCode X="0" Y="5" DeltaX="g 4 4">支出预算表</ofd:TextCode>')
    down = ("180 60", "", '<ofd:TextCode X="0" Y="4" DeltaY="g 3 4.5">竖排文字</ofd:TextCode>')
    front, behind = (
        "".join(f'<ofd:TextObject Boundary="{place} 50 40" Font="3" Size="4" {more}>{code}</ofd:TextObject>' for place, more, code in texts)
        for texts in (body, (title, down))
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    return {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>{at or 'Doc_0/'}Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {NAMESPACE}><ofd:CommonData>{area}<ofd:TemplatePage ID="7" BaseLoc="{at or "./"}Tpl.xml"/>'
        f'</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="{at}P/Content.xml"/></ofd:Pages>'
        "<ofd:CustomTags>CustomTags.xml</ofd:CustomTags></ofd:Document>",
        "Doc_0/CustomTags.xml": f'<ofd:CustomTags {NAMESPACE}><ofd:CustomTag NameSpace="x"/></ofd:CustomTags>',
        "Doc_0/Tpl.xml": f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer Type="Background">{under}</ofd:Layer></ofd:Content></ofd:Page>',
        "Doc_0/P/Content.xml": f'<ofd:Page {NAMESPACE}><ofd:Template TemplateID="7"/><ofd:Content><ofd:Layer Type="Foreground">{front}'
        f'</ofd:Layer><ofd:Layer Type="Body">{behind}</ofd:Layer></ofd:Content></ofd:Page>',
    }


@pytest.mark.parametrize("absolute", [False, True])
@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_files_of_other_makers(method: int, *, absolute: bool) -> None:
    out = BytesIO()
    with ZipFile(out, "w", method) as package:
        for name, content in foreign(absolute=absolute).items():
            package.writestr(name, content)
    found = [each.text for each in read(out.getvalue()).lines if each.text]
    assert found == ["支出预算表", "项目\t预算数", "卫生健康支出\t1,234.50", "合计\t1,234.50", "竖排文字"]
