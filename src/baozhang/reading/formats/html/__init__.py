"""Web pages: the article with its headings, paragraphs and tables; what the site prints around it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.html.article import article_of, title_of
from baozhang.reading.formats.html.flow import Flow
from baozhang.reading.formats.html.opening import opened
from baozhang.reading.formats.writing import TranscriptWriter
from baozhang.reading.text import compact

if TYPE_CHECKING:
    from baozhang.reading.formats.transcript import Transcript

__all__ = ["transcribe"]

_TOP: Final = 40
"""Lines in which the page's title is looked for before it is put in front."""


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a web page; raises InputError when its characters cannot be decoded or it holds nothing."""
    root = opened(raw, file)
    title = title_of(root)
    article = article_of(root)
    if article is None:
        raise InputError(file, "网页里没有内容", "请用浏览器打开，确认正文已显示，另存后再检查。")
    body = TranscriptWriter("网页", file, flowing=True)
    Flow(body).write(article)
    page = body.done()
    top = "".join(compact(line.text) for line in page.lines[:_TOP]).replace(" ", "")
    if not title or compact(title).replace(" ", "") in top:
        return page
    titled = TranscriptWriter("网页", file, flowing=True)
    titled.paragraph(title)
    Flow(titled).write(article)
    return titled.done()
