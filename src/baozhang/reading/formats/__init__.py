"""Every format in: the bytes of a file to a transcript, by what they are and not by what the file is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from baozhang.errors import InputError
from baozhang.reading.formats.kinds import Kind, Refused, kind_of, refuse
from baozhang.reading.formats.transcript import Box, FlowPlace, Page, Piece, SheetCell, Transcript, TranscriptLine, Unread
from baozhang.reading.text import decode, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Box", "FlowPlace", "Kind", "Page", "Piece", "Refused", "SheetCell", "Transcript", "TranscriptLine", "Unread", "transcribe"]


class _Reader(Protocol):
    """A package or module below this one that reads one kind."""

    def transcribe(self, raw: bytes, file: str) -> Transcript: ...


_READERS: Final[Mapping[Kind, str]] = {
    Kind.DOCX: "docx",
    Kind.DOC: "doc",
    Kind.PDF: "pdf",
    Kind.XLSX: "workbooks.xlsx",
    Kind.XLS: "workbooks.xls",
    Kind.HTML: "html",
    Kind.CSV: "workbooks.separated",
    Kind.OFD: "ofd",
}
"""Where each kind is read. A reader is loaded when the first file of its kind comes: most runs need one."""


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a file; raises InputError (what, where, what to do) when it is damaged or of a kind that is not read."""
    kind = kind_of(raw, file)
    if isinstance(kind, Refused):
        raise refuse(kind, file)
    if kind is Kind.ARCHIVE:
        raise InputError(file, "这是压缩包，不是一份文件", "请用 baozhang audit 核对整个压缩包，或先解压。")
    if kind in _READERS:
        return cast("_Reader", import_module(f"{__name__}.{_READERS[kind]}")).transcribe(raw, file)
    if kind is not Kind.TEXT:
        raise InputError(file, f"这是{kind.value}，还不能读取", "请先另存为 .txt 或 .md 文本。")
    return Transcript(kind.value, tuple(map(TranscriptLine, lines_of(decode(raw, file)))))
