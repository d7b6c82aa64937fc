"""Where a document's bytes come from: a file, or a member of an archive (“包.zip/决算.docx”), also of one inside another.

Archives are never unpacked to the disk. What their list of members declares bounds what comes out of them; a member that holds more
than it declares is damaged.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedReader, RawIOBase
from itertools import islice
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.kinds import HEAD, Kind, Refused, is_archive, is_package, kind_of_package, passed_over
from baozhang.reading.formats.packages import Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

MAX_BYTES: Final = 256 * 1024 * 1024
"""Largest file that is opened; every format has a bound of its own below it."""
DEEPEST: Final = 3
"""Archives inside each other that are opened."""
MOST_MEMBERS: Final = 20_000
"""Documents in one archive."""
_REASONS: Final = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有读取权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
}
"""Why the system refuses to open a file, in Chinese."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be read: a file, and inside an archive the names of its members from the outermost in."""

    path: Path
    members: tuple[str, ...] = ()
    refused: InputError | None = None
    """Why it cannot be read, when that is known already."""

    @property
    def name(self) -> str:
        """As the user sees it."""
        return "/".join((str(self.path), *self.members))

    def read(self) -> bytes:
        """The bytes; InputError when there are none to be had."""
        if self.refused is not None:
            raise self.refused
        if not self.members:
            return _bytes_of(self.path)
        try:
            return _opened(self.path, self.members[:-1]).read(self.members[-1], MAX_BYTES)
        except OSError as error:
            raise _unopened(self.path, error) from error
        except InputError as error:
            raise InputError(self.name, error.why, error.advice) from error


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file in a folder or archive that is no document (a picture, a program)."""

    name: str
    why: str


def expand(path: Path) -> Iterator[Source | PassedOver]:
    """What a file holds: itself, or the members of an archive. A file that cannot be opened is itself, to be reported when it is read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        if not is_package(head):
            yield _one(Source(path), head)
            return
        kind = kind_of_package(_opened(path, ()))
        if kind is Kind.ARCHIVE:
            yield from _bounded(path)
        else:
            yield PassedOver(str(path), kind.name) if isinstance(kind, Refused) and not kind.document else Source(path)
    except OSError:
        yield Source(path)
    except InputError as error:
        yield Source(path, (), error)


def _one(source: Source, head: bytes) -> Source | PassedOver:
    why = passed_over(head)
    return PassedOver(source.name, why) if why else source


def _bounded(path: Path) -> Iterator[Source | PassedOver]:
    """The members of an archive, or the archive itself as refused when it holds too many."""
    found = list(islice(_members(path, (), _opened(path, ())), MOST_MEMBERS + 1))
    if len(found) > MOST_MEMBERS:
        yield Source(path, (), InputError(str(path), f"压缩包里的文件超过 {MOST_MEMBERS // 10_000} 万份的上限", "请拆分后再检查。"))
    else:
        yield from found


def _members(path: Path, outer: tuple[str, ...], package: Package) -> Iterator[Source | PassedOver]:
    for name in package.names:
        base = name.rpartition("/")[2]
        if base.startswith(".") or name.startswith("__MACOSX/"):
            continue
        source = Source(path, (*outer, name))
        head = package.head(name)[:HEAD]
        if not is_archive(head):
            yield _one(source, head)
        else:
            yield from _nested(source)


def _nested(source: Source) -> Iterator[Source | PassedOver]:
    """The members of an archive inside an archive; an Office file is itself, and so is what cannot be opened."""
    try:
        package = _opened(source.path, source.members)
        kind = kind_of_package(package)
    except InputError:
        yield source
        return
    if kind is not Kind.ARCHIVE:
        yield source
    elif len(source.members) >= DEEPEST:
        yield Source(source.path, source.members, InputError(source.name, f"压缩包套了 {DEEPEST} 层以上", "请先解压，再检查其中的文件。"))
    else:
        yield from _members(source.path, source.members, package)


def _opened(path: Path, members: tuple[str, ...]) -> Package:
    """An archive, or one inside it, kept open for its next member as long as the file does not change."""
    about = path.stat()
    return _kept(path, members, (about.st_mtime_ns, about.st_size))


@lru_cache(maxsize=DEEPEST + 1)
def _kept(path: Path, members: tuple[str, ...], version: tuple[int, int]) -> Package:
    if not members:
        return Package.archive(BufferedReader(_OnDemand(path)), str(path))
    return Package.archive(_kept(path, members[:-1], version).read(members[-1], MAX_BYTES), "/".join((str(path), *members)))


class _OnDemand(RawIOBase):
    """A file that is open only while it is read: an archive may be kept for its next member without keeping the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._at = path, 0
        self._end = path.stat().st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, (0, self._at, self._end)[whence] + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        with self._path.open("rb") as stream:
            stream.seek(self._at)
            data = stream.read(len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                str(path), f"文件有 {size // 1048576} MB，超过 {MAX_BYTES // 1048576} MB 的上限", "请确认文件正确，或拆分后再检查。"
            )
        return path.read_bytes()
    except OSError as error:
        raise _unopened(path, error) from error


def _unopened(path: Path, error: OSError) -> InputError:
    why = _REASONS.get(error.errno or 0, error.strerror)
    return InputError(str(path), f"文件打不开（{why}）", "请检查文件是否存在、是否有读取权限。")
