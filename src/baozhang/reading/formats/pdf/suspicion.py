"""Which PDFs are read under guard: those whose streams expand far beyond their size, or whose forms draw other forms.

Nothing is decided here but how a file is read: a false suspicion costs the start of a process, a tenth of a second or two.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

from baozhang.reading.formats.pdf.opening import MAX_PAGES

_STREAM: Final = re.compile(rb"stream\r?\n")
_HEADER: Final = 2048
"""Bytes before a stream in which its dictionary is looked for."""
_ALL_BYTES: Final = 64 * 1024 * 1024
"""Bytes that all streams but fonts and images may expand to."""
_CONTENT_BYTES: Final = 8 * 1024 * 1024
"""Bytes that one of them may expand to; the content of a page of text and lines has some hundred thousand."""
_FONT_BYTES: Final = 64 * 1024 * 1024
"""Bytes of a font; one with every Chinese character has twenty million."""
_DRAWN_BYTES: Final = 16 * 1024 * 1024
"""Bytes of content that forms may add up to, as often as they are drawn."""
_READ_BYTES: Final = 256 * 1024 * 1024
"""Bytes of content that pages may add up to, if all of them drew the largest stream."""
_PIECE: Final = 1024 * 1024
_FILTER: Final = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_PLAIN_FILTERS: Final = frozenset({b"", b"/FlateDecode", b"/Fl"})
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image")
_FORM: Final = re.compile(rb"/Subtype\s*/Form")
_COUNT: Final = re.compile(rb"/Count\s+(\d{1,9})")
_PACKED_OBJECTS: Final = re.compile(rb"/Type\s*/ObjStm")
_FONT: Final = re.compile(rb"/Length1\b|/Subtype\s*/(?:CIDFontType0C|Type1C|OpenType)")
_DRAWS: Final = re.compile(rb"/[^\s/<>\[\]()]+\s+Do\b")


def suspicious(raw: bytes) -> bool:
    """Whether a PDF needs a guard: encrypted, oddly packed, expanding, with forms in forms, or with one stream for many pages.

    Images are not looked at: text and lines are read without unpacking them.
    """
    if b"/Encrypt" in raw:
        return True
    weight = _Weight(pages=_count(raw))
    return any(weight.too_much(raw, found.start(), found.end()) for found in _STREAM.finditer(raw))


@dataclass(slots=True)
class _Weight:
    """What the streams looked at so far add up to."""

    pages: int
    total: int = 0
    largest: int = 0
    largest_form: int = 0
    draws: int = 0

    def too_much(self, raw: bytes, start: int, end: int) -> bool:
        """Take in the stream whose content begins at `end`; whether it is suspicious, or all of them together."""
        header = _dictionary(raw, start)
        if _IMAGE.search(header):
            return False
        filters = _FILTER.search(header)
        name = b"".join(filters[1].strip(b"[]").split()) if filters else b""
        if name not in _PLAIN_FILTERS:
            return True
        font = bool(_FONT.search(header))
        content = _unpacked(raw, end, _FONT_BYTES if font else _CONTENT_BYTES) if name else raw[end : _end(raw, end)]
        if content is None or (not font and len(content) > _CONTENT_BYTES):
            return True
        if _PACKED_OBJECTS.search(header):
            self.pages = max(self.pages, _count(content))
        return not font and self._adds_up(content, form=bool(_FORM.search(header)))

    def _adds_up(self, content: bytes, *, form: bool) -> bool:
        draws = len(_DRAWS.findall(content)) if b"\0" not in content[:256] else 0
        self.total += len(content)
        self.draws += draws
        self.largest = max(self.largest, len(content))
        if form:
            self.largest_form = max(self.largest_form, len(content))
        adds_up = self.draws * self.largest_form > _DRAWN_BYTES or self.pages * self.largest > _READ_BYTES
        return (form and draws > 0) or self.total > _ALL_BYTES or adds_up


def _count(objects: bytes) -> int:
    """How many pages the trees of pages in some objects say they have, as far as they are read; the same page may stand there often."""
    return min(MAX_PAGES, max((int(number) for number in _COUNT.findall(objects)), default=1))


def _dictionary(raw: bytes, at: int) -> bytes:
    """The dictionary in front of a stream, with whatever stands before it cut off."""
    header = raw[max(0, at - _HEADER) : at]
    begin = header.rfind(b" obj")
    return header[begin:] if begin >= 0 else header


def _end(raw: bytes, at: int) -> int:
    end = raw.find(b"endstream", at)
    return end if end >= 0 else len(raw)


def _unpacked(raw: bytes, at: int, most: int) -> bytes | None:
    """The content of a deflated stream as far as it can be unpacked; None when it expands beyond all measure."""
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    data: bytes = raw[at : _end(raw, at)]
    try:
        while data and not unpacker.eof:
            part = unpacker.decompress(data, _PIECE)
            if not part and not unpacker.unconsumed_tail:
                break
            parts.append(part)
            size += len(part)
            if size > most:
                return None
            data = unpacker.unconsumed_tail
    except zlib.error:
        pass  # damaged behind what could be unpacked: the reading will say so
    return b"".join(parts)
