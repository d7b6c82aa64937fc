"""Which documents a call means: paths as given, folders searched through, archives opened, each file once."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from baozhang.reading.sources import PassedOver, Source

_NAMED: Final = 3
"""Examples of files that were passed over."""


def sources_of(paths: Sequence[str]) -> list[Source]:
    """Documents to read, in order: the files, and the members of archives in the order of the archive.

    What is no document at all is passed over and named on the error stream once; a file that was named itself is never passed over.
    """
    from baozhang.reading.sources import Source, expand  # noqa: PLC0415  # the reader loads only when something is read

    named = {os.path.realpath(path) for path in paths if not Path(path).is_dir()}
    sources: list[Source] = []
    passed: list[PassedOver] = []
    for file in files_of(paths):
        for each in expand(file):
            if isinstance(each, Source):
                sources.append(each)
            elif os.path.realpath(file) in named and each.name == str(file):
                sources.append(Source(file))
            else:
                passed.append(each)
    if passed:
        _name(passed)
    return sources


def _name(passed: Sequence[PassedOver]) -> None:
    kinds = "、".join(f"{why} {count} 个" for why, count in Counter(each.why for each in passed).items())
    examples = "、".join(each.name for each in passed[:_NAMED]) + ("等" if len(passed) > _NAMED else "")
    sys.stderr.write(f"已跳过 {len(passed)} 个不是文档的文件（{kinds}）：{examples}\n")


def files_of(paths: Sequence[str]) -> list[Path]:
    """Files to read, in the order given, folders in name order; a path that does not exist stays in, to be reported.

    Hidden files and what symbolic links inside a folder point at are left out; a folder inside that may not be read stays in, to be
    reported.
    """
    found: dict[str, Path] = {}
    for given in paths:
        path = Path(given)
        for file in _inside(path) if path.is_dir() else (path,):
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _inside(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and not path.is_symlink():
                yield path
    yield from closed


def keep_originals(output: str | None, sources: Iterable[Source]) -> None:
    """Refuse to write a result over a document it was made from: UsageError."""
    target = os.path.realpath(output) if output else None
    if target is not None and any(os.path.realpath(source.path) == target for source in sources):
        raise UsageError(f"--output 指定的 {output} 是被读取的文件之一，写入会毁掉原件。请换一个文件名，或写到别的文件夹。")
