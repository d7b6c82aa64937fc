"""Writing a report: whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A binary file that appears under `target` only when the block ends well; an older report stays until then.

    The text is written beside the target and renamed, so a reader never sees half a report. A link is followed; a device or
    pipe is written straight. Raises UsageError where the place cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not place.is_file():
        with _opened(place, place, os.O_WRONLY) as out:
            yield out
        return
    part = place.with_name(f".{place.name[:80]}.{os.getpid()}.part")
    try:
        with _opened(part, place, os.O_RDWR | os.O_CREAT | os.O_EXCL) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _opened(file: Path, target: Path, flags: int) -> IO[bytes]:
    try:
        return os.fdopen(os.open(file, flags, 0o666), "wb")
    except OSError as error:
        why, advice = _REFUSALS.get(error.errno or 0, (error.strerror, "请换一个可写的位置"))
        msg = f"无法写入 {target}：{why}。{advice}。"
        raise UsageError(msg) from error


_REFUSALS: Final = {
    errno.ENOENT: ("所在的文件夹不存在", "请先建立文件夹，或换一个位置"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请核对路径"),
    errno.EISDIR: ("这是文件夹", "请写明文件名"),
    errno.EACCES: ("没有写入权限", "请换一个可写的位置"),
    errno.EPERM: ("没有写入权限", "请换一个可写的位置"),
    errno.EROFS: ("磁盘是只读的", "请换一个可写的位置"),
    errno.ENOSPC: ("磁盘空间不足", "请清理磁盘，或换一个位置"),
    errno.ENAMETOOLONG: ("文件名太长", "请换一个短些的文件名"),
}
"""Why the system refuses to write, and what to do."""
