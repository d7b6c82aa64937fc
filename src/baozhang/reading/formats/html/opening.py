"""Opening a web page: its characters decoded as it declares them, its tags made a tree, what is never shown taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from baozhang.errors import InputError
from baozhang.reading.formats.markup import MOST_MARKS
from baozhang.reading.text import decode

if TYPE_CHECKING:
    from baozhang.reading.formats.markup import Element

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})|encoding\s*=\s*[\"']([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DECLARED_WITHIN: Final = 4096
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"})
_NEVER_SHOWN: Final = (
    "script", "style", "noscript", "template", "iframe", "frame", "select", "option", "button", "textarea", "input", "svg", "canvas",
    "audio", "video", "map", "object", "embed", "link",
)  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NUL: Final = str.maketrans("", "", "\x00")


def opened(raw: bytes, file: str) -> Element:
    """The root element of a page, with all that it holds."""
    if raw.count(b"<") + raw.count(b"=") > MOST_MARKS:
        raise InputError(file, f"网页内容太多，超过 {MOST_MARKS // 1_000_000} 百万个标记的上限", "请拆分后再检查。")
    text = _decoded(raw, file).translate(_NUL)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(file, "网页里没有内容", "请用浏览器打开，确认正文已显示，另存后再检查。") from error
    return root


def _decoded(raw: bytes, file: str) -> str:
    """As the page declares it, where that is true; else as any text is decoded."""
    found = _CHARSET.search(raw[:_DECLARED_WITHIN])
    if found is None or raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(raw, file)
    name = (found[1] or found[2]).decode("ascii").lower()
    try:
        return raw.decode("gb18030" if name in _CHINESE else name)
    except (UnicodeDecodeError, LookupError):
        return decode(raw, file)


def take_out_hidden(root: Element) -> None:
    """Leave out what a reader of the page does not see, and what it shows that is no text of its own."""
    hidden = [
        element
        for element in root.iter()
        if element.tag in _NEVER_SHOWN
        or not isinstance(element.tag, str)
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "")
    ]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()
