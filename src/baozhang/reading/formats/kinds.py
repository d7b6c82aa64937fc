"""What a file is, told by its content and never by its name, and what to do with one that cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from baozhang.errors import InputError
from baozhang.facts.own_reports import BOOK_CATEGORY, begins_report
from baozhang.reading.formats.compound import CompoundFile
from baozhang.reading.formats.packages import Package
from baozhang.reading.formats.separated import separator_of

HEAD: Final = 4096
"""Bytes from the start of a file that tell its kind, unless it is a package."""


class Kind(Enum):
    """Kinds that are read; the value is the Chinese name."""

    TEXT = "文本文件"
    PDF = "PDF 文件"
    DOCX = "Word 文档"
    DOC = "Word 97—2003 文档"
    XLSX = "Excel 工作簿"
    XLS = "Excel 97—2003 工作簿"
    HTML = "网页"
    CSV = "CSV 表格"
    OFD = "OFD 版式文件"
    ARCHIVE = "ZIP 压缩包"


@dataclass(frozen=True, slots=True)
class Refused:
    """A kind that is not read: what it is and what to do (Chinese)."""

    name: str
    advice: str
    document: bool = True
    """Whether such a file holds a document at all; in a folder the others are passed over."""


_UNPACK: Final = "请先解压，再检查其中的文件。"
AS_XLSX: Final = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再检查。"
AS_DOCX: Final = "请用 Word 或 WPS 打开，另存为 .docx 后再检查。"
_TYPED: Final = "图片里的文字不能读取，请提供可以选取文字的文件。"
_NOTHING: Final = "请确认选对了文件。"

_SIGNATURES: Final = (
    (b"Rar!\x1a\x07", Refused("RAR 压缩包", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Refused("7-Zip 压缩包", _UNPACK)),
    (b"\x1f\x8b", Refused("GZIP 压缩包", _UNPACK)),
    (b"BZh", Refused("BZIP2 压缩包", _UNPACK)),
    (b"\xfd7zXZ\x00", Refused("XZ 压缩包", _UNPACK)),
    (b"{\\rtf", Refused("RTF 文档", AS_DOCX)),
    (b"\x89PNG", Refused("PNG 图片", _TYPED, document=False)),
    (b"\xff\xd8\xff", Refused("JPEG 图片", _TYPED, document=False)),
    (b"GIF8", Refused("GIF 图片", _TYPED, document=False)),
    (b"II*\x00", Refused("TIFF 图片", _TYPED, document=False)),
    (b"MM\x00*", Refused("TIFF 图片", _TYPED, document=False)),
    (b"MZ", Refused("Windows 程序", _NOTHING, document=False)),
    (b"\x7fELF", Refused("Linux 程序", _NOTHING, document=False)),
    (b"\x00\x00\x00\x01Bud1", Refused("macOS 文件夹信息", _NOTHING, document=False)),
    (b"SQLite format 3\x00", Refused("SQLite 数据库", _NOTHING, document=False)),
    (b"PAR1", Refused("Parquet 数据文件", _NOTHING, document=False)),
    (b"OggS", Refused("音频或视频", _NOTHING, document=False)),
    (b"ID3", Refused("音频", _NOTHING, document=False)),
)
"""How files begin that are not read."""
_BINARY: Final = Refused("二进制文件", _NOTHING, document=False)
OWN_REPORT: Final = Refused("本系统的报告", "请选原来的文件。", document=False)
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1a\x1b")
_STRAY: Final = 8
_STRAY_SHARE: Final = 50
"""Control characters that a text may hold: so many, or one in so many bytes."""
_PDF_WITHIN: Final = 1024
"""Readers allow a PDF's first line to stand somewhere in its first kilobyte."""
_PARTS: Final = (
    ("word/", Kind.DOCX),
    ("xl/workbook.bin", Refused("二进制 Excel 工作簿（XLSB）", AS_XLSX)),
    ("xl/", Kind.XLSX),
    ("ppt/", Refused("PowerPoint 演示文稿", "请把内容另存为 .docx 或 .pdf 后再检查。")),
)
"""What is inside an Office package; the first match counts."""
_OPEN_DOCUMENT: Final = (
    (b"application/vnd.oasis.opendocument.text", Refused("OpenDocument 文字文档（ODT）", AS_DOCX)),
    (b"application/vnd.oasis.opendocument.spreadsheet", Refused("OpenDocument 表格（ODS）", AS_XLSX)),
    (b"application/epub", Refused("EPUB 电子书", _NOTHING)),
)
_STREAMS: Final = (
    ("EncryptedPackage", Refused("设有打开密码的 Office 文档", "请去掉密码，重新保存后再检查。")),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Refused("Excel 95 或更早的工作簿", AS_XLSX)),
    ("PowerPoint Document", Refused("PowerPoint 演示文稿", "请把内容另存为 .docx 或 .pdf 后再检查。")),
)
"""What is inside an OLE compound file: names of its streams; the first match counts."""
_OLE_OTHER: Final = Refused("旧版 Office 文档", "请另存为 .docx 或 .xlsx 后再检查。")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|script)\b", re.IGNORECASE | re.DOTALL
)
_PART_OF_PAGE: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:div|p|section|article|main|span|center|font|h[1-6]|ul|ol)\b[^>]*>", re.IGNORECASE | re.DOTALL
)
_MESSAGE: Final = re.compile(r"(?:[A-Za-z-]{2,40}:[^\n]{0,400}\n(?:[ \t][^\n]{0,400}\n){0,20}){0,20}?MIME-Version:", re.IGNORECASE)


def kind_of(raw: bytes, file: str) -> Kind | Refused:
    """The kind of a file by its bytes; InputError for a damaged package."""
    if raw.startswith(_ZIP):
        return kind_of_package(Package(raw, file))
    return _kind_of_ole(raw, file) if raw.startswith(_OLE) else kind_of_head(raw[:HEAD])


def is_package(head: bytes) -> bool:
    """Whether a file that begins like this is a ZIP package: an archive, an Office or OFD file."""
    return head.startswith(_ZIP)


def is_archive(head: bytes) -> bool:
    """Whether a file that begins like this may be an archive of documents; the members of an Office file begin with one of these."""
    return head.startswith(_ZIP) and not head[30:].startswith((b"[Content_Types].xml", b"OFD.xml", b"mimetype"))


def kind_of_head(head: bytes) -> Kind | Refused:
    """The kind of a file that is no package, by its first `HEAD` bytes; what is unknown is taken for text."""
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Kind.PDF
    if head[4:12] in {b"ftypisom", b"ftypmp42", b"ftypM4A "}:
        return Refused("音频或视频", _NOTHING, document=False)
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        return Refused("BMP 图片", _TYPED, document=False)
    if begins_report(head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore")):
        return OWN_REPORT
    refused = next((what for signature, what in _SIGNATURES if head.startswith(signature)), None)
    return refused or (_BINARY if _is_binary(head) else _kind_of_words(head))


def _is_binary(head: bytes) -> bool:
    """Whether many bytes are control characters; a text with a stray one is still a text."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return not marked and controls > max(_STRAY, len(head) // _STRAY_SHARE)


def passed_over(head: bytes) -> str:
    """What a file is that begins like this and holds no document at all; empty for every other one."""
    if head.startswith((*_ZIP, _OLE)):
        return ""
    kind = kind_of_head(head)
    return kind.name if isinstance(kind, Refused) and not kind.document else ""


def _kind_of_words(head: bytes) -> Kind | Refused:
    words = _words(head)
    if _PAGE.match(words) or (_PART_OF_PAGE.match(words) and words.count("</") > 1):
        return Kind.HTML
    if _MESSAGE.match(words) and "multipart/related" in words.lower():
        return Refused("单个文件网页（MHT）", "请用浏览器打开，另存为“网页，仅 HTML”后再检查。")
    return Kind.CSV if separator_of_head(head) else Kind.TEXT


def separator_of_head(head: bytes) -> str:
    """What parts the cells of a sheet saved as text that begins like this; empty when it is no such sheet."""
    return separator_of(_words(head), whole=len(head) < HEAD)


def _words(head: bytes) -> str:
    """What a text begins with, characters beyond ASCII standing for any."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head.decode("utf-16", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def kind_of_package(package: Package) -> Kind | Refused:
    """The kind of a ZIP package by its members."""
    names = package.names
    if any(name.lower() == "ofd.xml" for name in names):
        return Kind.OFD
    if "[Content_Types].xml" in names:
        if "docProps/core.xml" in names and f"<cp:category>{BOOK_CATEGORY}<".encode() in package.head("docProps/core.xml"):
            return OWN_REPORT
        return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in names)), Kind.ARCHIVE)
    if names[:1] == ("mimetype",):
        kind = package.head("mimetype")
        return next((what for start, what in _OPEN_DOCUMENT if kind.startswith(start)), Kind.ARCHIVE)
    return Kind.ARCHIVE


def _kind_of_ole(raw: bytes, file: str) -> Kind | Refused:
    """By the names at the top of the file; in a damaged one by any names, which are UTF-16 and end with a zero."""
    try:
        names = CompoundFile(raw, file, _OLE_OTHER.advice).names()
    except InputError:
        return next((kind for name, kind in _STREAMS if f"{name}\0".encode("utf-16-le") in raw), _OLE_OTHER)
    return next((kind for name, kind in _STREAMS if name in names), _OLE_OTHER)


def refuse(refused: Refused, file: str) -> InputError:
    """The error that says what a file is and what to do."""
    return InputError(file, f"这是{refused.name}，不能读取", refused.advice)
