"""What a web page does not hold itself: the documents that it links to or shows in a frame, as most sites publish accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from baozhang.reading.formats.html.flow import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.reading.formats.markup import Element

_DOCUMENTS: Final = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".zip", ".rar")
"""How the names of files end that may hold a budget or an account."""
_TARGETS: Final = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}
_SHOWN: Final = 3
"""Names that are said; the others are counted."""


def attachments(root: Element) -> list[str]:
    """The names of the documents that a page links to or shows in a frame, as its reader sees them, each once."""
    named: dict[str, str] = {}
    for path, words in _linked(root):
        file = path.rpartition("/")[2]
        named[file] = named.get(file) or words
    return [words or file for file, words in named.items()]


def unread_attachments(names: Sequence[str]) -> str:
    """That the documents were not in the page, and what to do (Chinese)."""
    shown = "、".join(f"“{name}”" for name in names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
    return f"网页里没有表格，内容在附件里：{shown}共 {len(names)} 个，未核对；请下载附件后检查"


def _linked(root: Element) -> Iterator[tuple[str, str]]:
    """The paths of linked documents, each with the words that stand for it."""
    for element in root.iter(*_TARGETS):
        path = _path(element.get(_TARGETS[element.tag]) or "")
        if path.lower().endswith(_DOCUMENTS):
            yield path, cell_text(element).strip()


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address.strip()).path)
    except ValueError:  # no address at all, e.g. an open bracket
        return ""
