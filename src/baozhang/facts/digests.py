"""A digest of code and data, to tell whether what was made once would be made the same today."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from baozhang import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_DIGITS: Final = 8
_READ: Final = (".py", ".toml", ".csv", ".sql")


@cache
def version_of(packages: tuple[str, ...], leave_out: frozenset[str] = frozenset()) -> str:
    """`0.1.0+1a2b3c4d`: the version of this package, and a digest of the sources and data of some of its packages.

    Folders whose name is in `leave_out` do not count.
    """
    digest = hashlib.sha256()
    for package in packages:
        for name, file in _files(resources.files(package), package, leave_out):
            digest.update(name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return f"{__version__}+{digest.hexdigest()[:_DIGITS]}"


def _files(folder: Traversable, name: str, leave_out: frozenset[str]) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name not in leave_out | {"__pycache__"}:
                yield from _files(entry, f"{name}/{entry.name}", leave_out)
        elif entry.name.endswith(_READ):
            yield f"{name}/{entry.name}", entry
