"""How things are called and shown in every report: severities, stages, families of rules, grouped figures, safe text."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import SEVERITY_NAMES
from baozhang.facts.amounts import parse_number
from baozhang.facts.spreadsheet import STARTS_FORMULA
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from baozhang.auditing.findings import Severity
    from baozhang.facts.document import Document

SEVERITIES: Final[dict[Severity, str]] = SEVERITY_NAMES
"""Severities and their Chinese names, gravest first."""

STAGES: Final[dict[str, str]] = {"budget": "部门预算", "final": "部门决算"}
SCOPES: Final[dict[str, str]] = {"unit": "单位", "consolidated": "汇总"}

PLACES_ARE: Final = "位置均从 1 起：文本文件为行号，PDF、OFD 为页码，工作簿为单元格，Word 文档和网页为表的序号和行次、标题下的段次"
"""What the places in a report count, for its foot."""

FAMILIES: Final[dict[str, str]] = {
    "TAB": "表内表间勾稽",
    "TXT": "文字说明",
    "PER": "绩效表单",
    "DIS": "公开内容",
    "YOY": "跨文件衔接",
}
"""First part of a rule's id and what its rules are about."""

# C0 and C1 controls, marks that reverse the direction of writing, halves of surrogate pairs, non-characters:
# none can be read, and each can deceive a reader, a terminal or an XML parser.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BREAKS: Final = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_FIGURE: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?=%|万元|元|$)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def printable(text: str) -> str:
    r"""Text with every character that cannot be shown replaced by U+FFFD; tabs and line feeds stay.

    >>> printable("a\x1b[31mb")
    'a�[31mb'
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Printable text on one line."""
    return printable(_BREAKS.sub(" ", text)).strip()


def harmless_line(text: str) -> str:
    """A cell of a table that people read: one line, with a leading apostrophe where a spreadsheet would run it; negative figures too.

    >>> harmless_line(" =1+1"), harmless_line("-12.50"), harmless_line("12.50")
    ("'=1+1", "'-12.50", '12.50')
    """
    line = one_line(text)
    return f"'{line}" if text.startswith(STARTS_FORMULA) or line.startswith(STARTS_FORMULA) else line


def encodable(text: str) -> str:
    """Text that can be written as UTF-8, otherwise unchanged: for output that other programs read."""
    return _SURROGATE.sub("\ufffd", text)


def grouped(text: str) -> str:
    """A printed figure with thousands separators and a true minus sign; what is not a figure, or may be a year, stays as it is.

    >>> grouped("-298480.00")
    '−298,480.00'
    >>> grouped("30.00%"), grouped("公开05表"), grouped("2024")
    ('30.00%', '公开05表', '2024')
    """
    found = _FIGURE.match(text)
    if not found or _YEAR.fullmatch(text):
        return text
    figure, rest = found[0], text[found.end() :]
    decimals = len(figure.partition(".")[2])
    return f"{Decimal(figure):,.{decimals}f}{rest}".replace("-", "−")


def is_figure(text: str) -> bool:
    """Whether a printed cell is a figure, so that it is set flush right: `2,984.80`, `58`, `4.68%`, `—`."""
    folded = unicodedata.normalize("NFKC", text).strip().removesuffix("%")
    return folded in {"-", "—", "--"} or parse_number(folded.replace(" ", "")) is not None


def family_of(rule: str) -> str:
    """The family of a rule id: `TAB-201` is of `TAB`."""
    return rule.partition("-")[0]


def family_name(family: str) -> str:
    """What the rules of a family are about, in Chinese; the id itself where the family is not known."""
    return FAMILIES.get(family, family)


def title_of(document: Document) -> str:
    """The best name a document has: its title, else department and year, else its file."""
    about = document.about
    if about.title:
        return one_line(about.title)
    if about.department:
        year = f" {about.fiscal_year} 年度" if about.fiscal_year else ""
        return one_line(f"{about.department}{year}{STAGES.get(about.stage, '')}")
    return one_line(about.file)


def layout_name(document: Document) -> str:
    """What the layout of a document is called; says so when it is not known."""
    layout = document.about.layout
    known = layouts().get(layout)
    return known.title if known else one_line(layout) or "版式未识别"


def width_of(text: str) -> int:
    """Columns a text fills on a terminal: two for wide East Asian characters, none for combining marks.

    >>> width_of("收入 12")
    7
    """
    return sum(_cell_width(ch) for ch in text)


def _cell_width(ch: str) -> int:
    if unicodedata.combining(ch) or unicodedata.category(ch) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Text filled with blanks up to `width` terminal columns."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` terminal columns; Chinese may break anywhere, except that no line begins with closing punctuation.

    >>> wrapped("本年收入合计，差额", 12)
    ['本年收入合', '计，差额']
    >>> wrapped("默认取 BAOZHANG_LAKE，再取 lake", 20)
    ['默认取', 'BAOZHANG_LAKE，再取', 'lake']
    """
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in re.findall(r"[!-~]{1,30} ?|.", text):
        size = width_of(piece)
        if used + size > width and line:
            carried = line[-1:] if piece[0] in _NO_LINE_START and len(line) > 1 else []
            lines.append("".join(line[: len(line) - len(carried)]).rstrip())
            line, used = carried, sum(map(width_of, carried))
        line.append(piece)
        used += size
    lines.append("".join(line).rstrip())
    return lines


_NO_LINE_START: Final = frozenset("，。、；：？！）》”’〕…%％")


def hanging(head: str, text: str, width: int) -> str:
    r"""Words behind a head, broken at so many columns and set in as far as the head is wide; whole where `width` is 0 or too small.

    >>> hanging("依据 ", "收入支出总表", 11)
    '依据 收入支\n     出总表'
    """
    indent = width_of(head)
    pieces = wrapped(text, width - indent) if width - indent >= _NARROWEST else [text]
    return head + ("\n" + " " * indent).join(pieces)


_NARROWEST: Final = 6
