"""Writing a report: whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

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
        with _opened(place, os.O_WRONLY) as out:
            yield out
        return
    part = place.with_name(f".{place.name[:80]}.{os.getpid()}.part")
    try:
        with _opened(part, os.O_RDWR | os.O_CREAT | os.O_EXCL) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _opened(place: Path, flags: int) -> IO[bytes]:
    try:
        return os.fdopen(os.open(place, flags, 0o666), "wb")
    except OSError as error:
        msg = f"无法写入 {place}：{error.strerror}。请换一个可写的位置。"
        raise UsageError(msg) from error
