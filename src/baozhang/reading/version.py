"""Which reader read a document: the version of the package and a digest of what reading depends on."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from baozhang import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_PACKAGES: Final = ("baozhang.reading", "baozhang.taxonomy", "baozhang.facts")
_DIGITS: Final = 8


@cache
def reader_version() -> str:
    """`0.1.0+1a2b3c4d`: equal exactly when code, layouts and words of the reader are equal, between releases too."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for name, file in _files(resources.files(package), package):
            digest.update(name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return f"{__version__}+{digest.hexdigest()[:_DIGITS]}"


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir() and entry.name not in {"__pycache__", "lake"}:
            yield from _files(entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".toml", ".csv", ".sql")):
            yield f"{name}/{entry.name}", entry
