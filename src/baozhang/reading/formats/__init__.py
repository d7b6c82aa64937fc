"""Every format in: the bytes of a file to a transcript, by what they are and not by what the file is called."""

from __future__ import annotations

from baozhang.reading.formats.transcript import Box, Page, Piece, SheetCell, Transcript, TranscriptLine, Unread
from baozhang.reading.text import decode, lines_of

__all__ = ["Box", "Page", "Piece", "SheetCell", "Transcript", "TranscriptLine", "Unread", "transcribe"]


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a file; raises InputError (what, where, what to do) when it is damaged or of a kind that is not read."""
    return Transcript("文本文件", tuple(TranscriptLine(line) for line in lines_of(decode(raw, file))))
