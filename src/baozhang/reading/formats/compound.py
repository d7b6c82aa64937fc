"""OLE compound files: the streams inside an Office file of the old kind (MS-CFB), chains followed within the file's own size."""

from __future__ import annotations

import struct
from typing import Final

from baozhang.errors import InputError

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_ENTRY: Final = 128
_STREAM: Final = 2


class CompoundFile:
    """An opened compound file; raises InputError when its tables are damaged."""

    def __init__(self, raw: bytes, file: str, advice: str) -> None:
        """`file` is the file as the user named it; `advice` says what to do when it is damaged."""
        self._raw, self._file, self._advice = raw, file, advice
        try:
            self._open()
        except (struct.error, IndexError) as error:
            raise self._damaged() from error

    def _damaged(self) -> InputError:
        return InputError(self._file, "文件已损坏，内部结构不完整", self._advice)

    def _open(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._raw, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise self._damaged()
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, self._cutoff, mini_fat, _, more, count = struct.unpack_from("<LLLLLLL", self._raw, 48)
        tables = list(struct.unpack_from("<109L", self._raw, 76))
        while more < _FREE and count > 0 and len(tables) * self._size <= len(self._raw):
            entries = struct.unpack(f"<{self._size // 4}L", self._sector(more))
            tables += entries[:-1]
            more, count = entries[-1], count - 1
        fat = b"".join(self._sector(at) for at in tables if at < _FREE and (at + 1) * self._size < len(self._raw))
        self._fat = struct.unpack(f"<{len(fat) // 4}L", fat)
        self._directory = self._chain(directory)
        if len(self._directory) < _ENTRY:
            raise self._damaged()
        small = self._chain(mini_fat)
        self._mini_fat = struct.unpack(f"<{len(small) // 4}L", small)
        root = self._directory[:_ENTRY]
        self._mini = self._chain(struct.unpack_from("<L", root, 116)[0])

    def _sector(self, at: int) -> bytes:
        start = (at + 1) * self._size
        return self._raw[start : start + self._size].ljust(self._size, b"\0")

    def _chain(self, at: int) -> bytes:
        sectors: list[bytes] = []
        while at < _FREE:
            if at >= len(self._fat) or len(sectors) > len(self._raw) // self._size:
                raise self._damaged()
            sectors.append(self._sector(at))
            at = self._fat[at]
        return b"".join(sectors)

    def names(self) -> frozenset[str]:
        """The names at the top: those of what an embedded object holds lie deeper."""
        found: set[str] = set()
        seen: set[int] = set()
        waiting = [struct.unpack_from("<L", self._directory, 76)[0]]
        while waiting:
            at = waiting.pop()
            entry = self._directory[at * _ENTRY : (at + 1) * _ENTRY]
            if at in seen or len(entry) < _ENTRY:
                continue
            seen.add(at)
            found.add(entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace"))
            waiting += struct.unpack_from("<LL", entry, 68)
        return frozenset(found)

    def stream(self, name: str) -> bytes:
        """The stream of this name; InputError when there is none."""
        wanted = f"{name}\0".encode("utf-16-le")
        for start in range(0, len(self._directory) - _ENTRY + 1, _ENTRY):
            entry = self._directory[start : start + _ENTRY]
            if entry.startswith(wanted) and entry[66] == _STREAM:
                first, size = struct.unpack_from("<LL", entry, 116)
                return (self._small(first) if size < self._cutoff else self._chain(first))[:size]
        raise self._damaged()

    def _small(self, at: int) -> bytes:
        """A short stream: it lies in the small sectors of the root."""
        parts: list[bytes] = []
        while at < _FREE:
            if at >= len(self._mini_fat) or len(parts) > len(self._mini) // self._mini_size:
                raise self._damaged()
            parts.append(self._mini[at * self._mini_size : (at + 1) * self._mini_size])
            at = self._mini_fat[at]
        return b"".join(parts)
