"""Web pages: the article with its headings, paragraphs and tables; what the site prints around it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.html.article import article_of, title_of
from baozhang.reading.formats.html.attachments import attachments, unread_attachments
from baozhang.reading.formats.html.flow import Flow
from baozhang.reading.formats.html.opening import opened, take_out_hidden
from baozhang.reading.formats.writing import TranscriptWriter
from baozhang.reading.text import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.transcript import Transcript

__all__ = ["transcribe"]

_TOP: Final = 40
"""Lines in which the page's title is looked for before it is put in front."""


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a web page; raises InputError when its characters cannot be decoded or it holds nothing."""
    root = opened(raw, file)
    linked = attachments(root)
    take_out_hidden(root)
    title = title_of(root)
    article = article_of(root)
    if article is None:
        raise InputError(file, "网页里没有内容", "请用浏览器打开，确认正文已显示，另存后再检查。")
    page = _written(article, file, "", linked)
    top = "".join(compact(line.text) for line in page.lines[:_TOP]).replace(" ", "")
    return page if not title or compact(title).replace(" ", "") in top else _written(article, file, title, linked)


def _written(article: Element, file: str, title: str, linked: Sequence[str]) -> Transcript:
    """The article below its title; a page without a table says which documents it only links to."""
    writer = TranscriptWriter("网页", file, flowing=True)
    if title:
        writer.paragraph(title)
    flow = Flow(writer)
    flow.write(article)
    if linked and not flow.tables:
        writer.unread(unread_attachments(linked))
    return writer.done()
