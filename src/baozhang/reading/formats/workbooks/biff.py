"""BIFF8: the records of a workbook stream and the texts in them, which may go on in a record that continues another."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTINUE: Final = 0x3C
_SST: Final = 0xFC
_MOST_CHARACTERS: Final = 32 * 1024 * 1024


class Records:
    """The records from an offset on: kind and data. The shared strings come with their continuations, each behind its length."""

    def __init__(self, stream: bytes, offset: int) -> None:
        """`stream` is the whole Workbook stream."""
        self._stream, self._at = stream, offset

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """One record after the other until the stream ends."""
        while self._at + 4 <= len(self._stream):
            kind, data = self._next()
            if kind == _SST:
                parts = [data]
                while self._kind() == _CONTINUE:
                    parts.append(self._next()[1])
                data = b"".join(struct.pack("<L", len(part)) + part for part in parts)
            yield kind, data

    def _kind(self) -> int:
        at = self._at
        return int(struct.unpack_from("<H", self._stream, at)[0]) if at + 4 <= len(self._stream) else -1

    def _next(self) -> tuple[int, bytes]:
        kind, length = struct.unpack_from("<HH", self._stream, self._at)
        data = self._stream[self._at + 4 : self._at + 4 + length]
        self._at += 4 + length
        return kind, data


def unicode_text(data: bytes, at: int, *, wide: bool = True) -> str:
    """A text with its length in front (two bytes, or one) and a flag for one or two bytes per character."""
    count, flags = struct.unpack_from("<HB" if wide else "<BB", data, at)
    start = at + (3 if wide else 2)
    start += (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if flags & 1:
        return data[start : start + 2 * count].decode("utf-16-le", "replace")
    return data[start : start + count].decode("latin-1")


def strings_of(data: bytes) -> list[str]:
    """The shared strings of a workbook, from the record and its continuations as `Records` gives them."""
    reader = _StringReader(data)
    total = struct.unpack("<L", reader.take(8)[4:8])[0]
    strings: list[str] = []
    characters = 0
    while len(strings) < total and reader.more() and characters < _MOST_CHARACTERS:
        strings.append(reader.text())
        characters += len(strings[-1])
    return strings


class _StringReader:
    """Reads over the seams between records; a text that is cut there says anew how wide its characters are."""

    def __init__(self, data: bytes) -> None:
        self._parts: list[bytes] = []
        at = 0
        while at + 4 <= len(data):
            length = struct.unpack_from("<L", data, at)[0]
            self._parts.append(data[at + 4 : at + 4 + length])
            at += 4 + length
        self._part = self._at = 0

    def more(self) -> bool:
        """Whether anything is left."""
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0
        return self._part < len(self._parts)

    def take(self, count: int) -> bytes:
        """Bytes, over seams; fewer at the end."""
        taken = b""
        while len(taken) < count and self.more():
            part = self._parts[self._part][self._at : self._at + count - len(taken)]
            self._at += len(part)
            taken += part
        return taken

    def text(self) -> str:
        """The next text, without its runs of formatting and phonetic marks."""
        count, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        marks = struct.unpack("<L", self.take(4))[0] if flags & 4 else 0
        words: list[str] = []
        while count and self.more():
            width = 2 if flags & 1 else 1
            part = self._parts[self._part][self._at : self._at + width * count]
            self._at += len(part)
            words.append(part.decode("utf-16-le" if flags & 1 else "latin-1", "replace"))
            count -= (len(part) + width - 1) // width
            if count and self.more():
                flags = flags & ~1 | self.take(1)[0] & 1
        self.take(4 * runs)
        self._skip(marks)
        return "".join(words)

    def _skip(self, count: int) -> None:
        while count > 0 and self.more():
            step = min(count, len(self._parts[self._part]) - self._at)
            self._at += step
            count -= step
