"""ZIP packages (DOCX, XLSX, OFD, archives): members by name, expanded within bounds, never written to disk.

Declared sizes are not trusted: what counts is what comes out, for one member and for the whole package.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from posixpath import normpath
from typing import IO, TYPE_CHECKING, Final

from baozhang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEGABYTE: Final = 1024 * 1024
MAX_PART: Final = 64 * _MEGABYTE
"""Most bytes one member may expand to."""
MAX_TOTAL: Final = 256 * _MEGABYTE
"""Most bytes that are expanded from one package."""
MAX_ARCHIVE: Final = 4096 * _MEGABYTE
"""Most bytes that the members of an archive may declare together; each is read on its own."""
MAX_DIRECTORY: Final = 8 * _MEGABYTE
"""Longest list of members, about 80,000 of them; each costs memory before anything is expanded."""
_CHUNK: Final = 256 * 1024
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error, OSError, KeyError,
    IndexError, UnicodeError,
)  # fmt: skip
"""What zipfile raises on a damaged package or an unusual way of packing."""
_ADVICE: Final = "请重新导出或重新打包后再检查。"


class Package:
    """An opened ZIP file; raises InputError for a damaged, encrypted or exploding one."""

    def __init__(self, source: bytes | IO[bytes], file: str) -> None:
        """`file` is the package as the user named it."""
        self.file = file
        stream = BytesIO(source) if isinstance(source, bytes) else source
        self._size = stream.seek(0, 2)
        if _directory_size(stream) > MAX_DIRECTORY:
            raise InputError(file, "压缩包里的文件太多", "请拆分后再检查。")
        try:
            self._zip = zipfile.ZipFile(stream)
            self._members = {_shown(info): info for info in self._zip.infolist() if not info.is_dir()}
        except _DAMAGED as error:
            raise InputError(file, "文件已损坏，作为压缩包打不开", _ADVICE) from error
        self._left = MAX_TOTAL

    @classmethod
    def archive(cls, source: bytes | IO[bytes], file: str) -> Package:
        """A package whose members are documents of their own: they declare their sizes, and must not share their bytes."""
        package = cls(source, file)
        members = package._zip.infolist()
        if sum(info.file_size for info in members) > MAX_ARCHIVE:
            raise InputError(file, f"展开后总共超过 {MAX_ARCHIVE // _MEGABYTE} MB 的上限", "请确认文件正确，或拆分后再检查。")
        if sum(info.compress_size for info in members) > package._size:
            raise InputError(file, "压缩包里的文件互相重叠，可能有害，不予读取", _ADVICE)
        package._left = MAX_ARCHIVE
        return package

    @property
    def names(self) -> tuple[str, ...]:
        """The members in the order of the package, as they are shown: `/` between folders, nothing that leads outside."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        """Whether the package has a member of this name."""
        return name in self._members

    def stream(self, name: str, limit: int = MAX_PART) -> Iterator[bytes]:
        """A member in chunks; InputError when it expands beyond `limit`, is encrypted or damaged."""
        info = self._members[name]
        if info.flag_bits & 1:
            raise InputError(self.file, f"其中的“{name}”有密码", "请去掉密码后再检查。")
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    self._check(name, size, limit)
                    yield chunk
        except InputError:
            raise
        except _DAMAGED as error:
            raise InputError(self.file, f"其中的“{name}”已损坏", _ADVICE) from error

    def _check(self, name: str, size: int, limit: int) -> None:
        if size > limit:
            raise InputError(self.file, f"其中的“{name}”展开后超过 {limit // _MEGABYTE} MB 的上限", "请确认文件正确，或拆分后再检查。")
        if self._left < 0:
            raise InputError(self.file, f"展开后总共超过 {MAX_TOTAL // _MEGABYTE} MB 的上限", "请确认文件正确，或拆分后再检查。")

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """A whole member."""
        return b"".join(self.stream(name, limit))

    def head(self, name: str) -> bytes:
        """The first bytes of a member, to tell what it is; empty when it cannot be opened."""
        try:
            return next(self.stream(name), b"")
        except InputError:
            return b""


def _directory_size(stream: IO[bytes]) -> int:
    """Bytes of the list of members as the package's end declares it; zipfile reads exactly so many. 0 when there is no end."""
    stream.seek(0, 2)
    end = stream.tell()
    stream.seek(max(0, end - 66_000))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 20:
        return 0
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    large = tail.rfind(b"PK\x06\x06")
    if large >= 0 and len(tail) >= large + 48:
        size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, large + 40)[0])
    return size


def _shown(info: zipfile.ZipInfo) -> str:
    """The name of a member: in UTF-8 where it says so, else as it was most likely written (UTF-8 or GB18030)."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = name.encode()
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return inner_path(name)


def inner_path(path: str) -> str:
    r"""A path inside a package without anything that leads out of it.

    >>> inner_path("../../etc/./passwd"), inner_path("/Doc_0\\Pages/../Document.xml")
    ('etc/passwd', 'Doc_0/Document.xml')
    """
    clean = normpath("/" + path.replace("\\", "/").replace("\x00", ""))
    return clean.lstrip("/")
