"""Small files that grow beyond measure when they are read without care, by name."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from tests.reading.formats.drawing import NAMESPACE, ofd, words
from tests.reading.formats.packing import W, p, relations, tbl, word, zipped
from tests.reading.formats.workbooks.test_workbooks import MAIN, sheet_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MEGABYTE: Final = 1024 * 1024
LAUGHS: Final = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)  # fmt: skip
"""A document type whose last entity is a thousand million times `ha`."""


def grown(name: str, pieces: Iterable[bytes], others: dict[str, str | bytes]) -> bytes:
    """A package with one large member, written in pieces."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for each, content in others.items():
            package.writestr(each, content)
        with package.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
    return out.getvalue()


WORD: Final[dict[str, str | bytes]] = {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations(officeDocument="word/document.xml")}
SHEET: Final[dict[str, str | bytes]] = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/s.xml"),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="甲" r:id="r0"/></sheets></workbook>'
    ),
}


def big_word(inside: bytes, times: int) -> bytes:
    """A Word document whose body is `inside`, a thousand times so many times."""
    begin = f'<w:document xmlns:w="{W}"><w:body>'.encode()
    return grown("word/document.xml", [begin, *[inside * 1000] * times, b"</w:body></w:document>"], WORD)


def big_sheet(inside: bytes, times: int, *, around: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """A workbook whose sheet data is `inside`, a thousand times so many times, inside `around`."""
    begin, end = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + around[0], around[1] + b"</sheetData></worksheet>"
    return grown("xl/worksheets/s.xml", [begin, *[inside * 1000] * times, end], SHEET)


def nested_zip() -> bytes:
    """Ten archives in each of ten archives, and so on, five deep: a hundred thousand at the bottom, each with a megabyte."""
    raw = zipped({"0.txt": b"0" * MEGABYTE})
    for _ in range(5):
        raw = zipped({f"{n}.zip": raw for n in range(10)})
    return raw


def chained_composites() -> bytes:
    """A drawing that holds itself ten times."""
    inside = "".join('<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="9"/>' for _ in range(10))
    resources = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'
    return ofd(words(20, 50, "甲") + inside, resources=resources)


def repeated_page() -> bytes:
    """A page of a hundred thousand objects, listed two thousand times."""
    begin = f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>".encode()
    listed = '<ofd:Page ID="1" BaseLoc="P.xml"/>' * 2_000
    return grown(
        "P.xml",
        [begin, *[b'<ofd:PathObject Boundary="0 0 1 1"/>' * 1_000] * 100, b"</ofd:Layer></ofd:Content></ofd:Page>"],
        {
            "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "D.xml": f"<ofd:Document {NAMESPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        },
    )


BOMBS: Final[dict[str, Callable[[], bytes]]] = {
    "nested archives": nested_zip,
    "archive of blanks": lambda: grown("甲.txt", [b" " * MEGABYTE] * 300, {}),
    "word: zeros": lambda: grown("word/document.xml", [bytes(MEGABYTE)] * 300, WORD),
    "word: blanks": lambda: big_word(b" " * 1000, 300),
    "word: empty paragraphs": lambda: big_word(b"<w:p/>", 4_000),
    "word: attributes": lambda: grown(
        "word/document.xml", [b"<w ", *[b"".join(b'a%d="" ' % (n * 30_000 + m) for m in range(30_000)) for n in range(60)], b"/>"], WORD
    ),
    "word: deep": lambda: word("<w:tbl><w:tr><w:tc>" * 100_000),
    "word: wide cells": lambda: word(tbl("<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr></w:tc>' * 80_000 + "</w:tr>")),
    "word: entities": lambda: zipped({**WORD, "word/document.xml": f'{LAUGHS}<w:document xmlns:w="{W}">&a9;</w:document>'}),
    "word: outer entity": lambda: zipped({**WORD, "word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
    "word: entities in styles": lambda: zipped(
        {
            **WORD,
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{p("甲")}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations(styles="styles.xml"),
            "word/styles.xml": f'<!-- {"x" * 400_000} -->{LAUGHS}<a>&a9;</a>',
        }
    ),
    "sheet: a million empty rows": lambda: big_sheet(b"<row/>", 1_048),
    "sheet: a million rows of empty cells": lambda: big_sheet(b'<row><c s="1"/><c s="1"/><c s="1"/></row>', 1_048),
    "sheet: one row of cells": lambda: big_sheet(b"<c/>", 1_600, around=(b"<row>", b"</row>")),
    "sheet: cells without end": lambda: big_sheet(b"<row><c><v>1</v></c></row>", 500),
    "sheet: other elements": lambda: big_sheet(b"<other/>", 4_000),
    "sheet: merged": lambda: sheet_xml(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="A9"><v>1</v></c></row></sheetData><mergeCells>'
        + '<mergeCell ref="A1:XFD1048576"/>' * 90_000 + "</mergeCells>"
    ),
    "sheet: one long string many times": lambda: sheet_xml(
        "<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 50_000 + "</sheetData>",
        sharedStrings=f'<sst xmlns="{MAIN}"><si><t>{"长" * 500_000}</t></si></sst>',
    ),
    "sheet: entities": lambda: sheet_xml("", sharedStrings=f"{LAUGHS}<sst><si><t>&a9;</t></si></sst>"),
    "page: entities": f"{LAUGHS.replace('x [', 'html [')}<html><body><p>&a9;甲</p></body></html>".encode,
    "page: spans": ("<html><table>" + "<tr><td colspan=999 rowspan=99999>宽<td>1" * 6_000).encode,
    "page: deep": ("<html>" + "<div><table><tr><td>" * 200_000 + "深").encode,
    "ofd: composites": chained_composites,
    "ofd: counted gaps": lambda: ofd(words(20, 50, "甲乙").replace('DeltaX="', 'DeltaX="' + "g 9999999 1 " * 5_000)),
    "ofd: entities": lambda: zipped({"OFD.xml": f"{LAUGHS}<ofd:OFD {NAMESPACE}>&a9;</ofd:OFD>"}),
    "ofd: the same page again and again": repeated_page,
}  # fmt: skip
