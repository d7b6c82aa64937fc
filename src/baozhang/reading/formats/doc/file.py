"""The streams of a Word binary file: the header (FIB), the pieces of the text, and where its properties lie (MS-DOC 2.4, 2.5)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from baozhang.errors import InputError
from baozhang.reading.formats.compound import CompoundFile
from baozhang.reading.formats.kinds import AS_DOCX

_MAGIC: Final = 0xA5EC
_WORD_97: Final = 0xC1
_ENCRYPTED: Final = 0x0100
_IN_TABLE_1: Final = 0x0200
_FLAGS: Final = 0x0A
_COUNTS: Final = 0x4C
"""Characters of the parts of the text, four bytes each, in their order: see `PARTS`."""
PARTS: Final = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
"""The parts that the text of a file consists of, one behind the other."""
_BLOBS: Final = {
    "styles": 0xA2,
    "characters": 0xFA,
    "paragraphs": 0x102,
    "fonts": 0x112,
    "pieces": 0x1A2,
    "lists": 0x2E2,
    "list_uses": 0x2EA,
}
"""Where the header names the place (four bytes) and the length (four bytes) of a structure in the table stream."""
_COMPRESSED: Final = 0x4000_0000
_PIECE: Final = 2
MOST_CHARACTERS: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the text: where they lie in the main stream, and how many bytes each takes."""

    start: int
    end: int
    offset: int
    width: int


class WordFile:
    """An opened file; raises InputError for one that is encrypted or of a Word older than 97."""

    def __init__(self, raw: bytes, file: str) -> None:
        """`file` is the file as the user named it."""
        compound = CompoundFile(raw, file, AS_DOCX)
        names = compound.names()
        self.stream = compound.stream("WordDocument")
        magic, version = struct.unpack_from("<HH", self.stream, 0)
        flags = struct.unpack_from("<H", self.stream, _FLAGS)[0]
        if magic != _MAGIC or version < _WORD_97:
            raise InputError(file, "这是 Word 95 或更早的文档，不能读取", AS_DOCX)
        if flags & _ENCRYPTED:
            raise InputError(file, "文档设有打开密码，不能读取", "请去掉密码，重新保存后再检查。")
        self._table = compound.stream("1Table" if flags & _IN_TABLE_1 else "0Table")
        self.data = compound.stream("Data") if "Data" in names else b""
        self.pieces = self._pieces()
        self._starts = [piece.start for piece in self.pieces]
        self.text = "".join(self._words(piece) for piece in self.pieces)

    def blob(self, name: str) -> bytes:
        """A structure of the table stream; empty when the file has none."""
        at, length = struct.unpack_from("<LL", self.stream, _BLOBS[name])
        return self._table[at : at + length]

    def after(self, name: str) -> bytes:
        """As `blob`, with all that stands behind it: the levels of lists are not counted in the length of their table."""
        at, length = struct.unpack_from("<LL", self.stream, _BLOBS[name])
        return self._table[at:] if length else b""

    def parts(self) -> dict[str, tuple[int, int]]:
        """First character and end of every part of the text."""
        counts = struct.unpack_from(f"<{len(PARTS)}l", self.stream, _COUNTS)
        parts: dict[str, tuple[int, int]] = {}
        start = 0
        for name, count in zip(PARTS, counts, strict=True):
            parts[name] = (start, start + max(0, count))
            start += max(0, count)
        return parts

    def offset_of(self, place: int) -> int:
        """Where a character lies in the main stream: its properties are kept by that."""
        piece = self.pieces[max(0, bisect_right(self._starts, place) - 1)]
        return piece.offset + (place - piece.start) * piece.width

    def _words(self, piece: Piece) -> str:
        raw = self.stream[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        words = raw.decode("utf-16-le" if piece.width > 1 else "cp1252", "replace")
        return words if len(words) == piece.end - piece.start else _in_units(raw, piece)

    def _pieces(self) -> list[Piece]:
        """The piece table: it stands behind property lists that pieces may name, each with its length in front."""
        blob = self.blob("pieces")
        at = 0
        while at < len(blob) and blob[at] != _PIECE:
            at += 3 + struct.unpack_from("<H", blob, at + 1)[0]
        size = struct.unpack_from("<L", blob, at + 1)[0]
        count = (min(size, len(blob) - at - 5) - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}l", blob, at + 5)
        pieces: list[Piece] = []
        for number in range(count):
            offset = struct.unpack_from("<L", blob, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
            start, end = starts[number], starts[number + 1]
            if not 0 <= start < end <= MOST_CHARACTERS or (pieces and start != pieces[-1].end):
                continue
            pieces.append(Piece(start, end, (offset & ~_COMPRESSED) // 2, 1) if offset & _COMPRESSED else Piece(start, end, offset, 2))
        return pieces


def _in_units(raw: bytes, piece: Piece) -> str:
    """The text with one character for each place, whatever the bytes hold: a character beyond 16 bits takes two places."""
    units = raw.ljust((piece.end - piece.start) * piece.width, b"\0")
    return "".join(chr(unit) for unit in struct.unpack(f"<{piece.end - piece.start}{'H' if piece.width > 1 else 'B'}", units))
