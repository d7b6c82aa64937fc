"""Which files a call means: paths as given, folders searched through, each file once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def files_of(paths: Sequence[str]) -> list[Path]:
    """Files to read, in the order given, folders in name order; a path that does not exist stays in, to be reported.

    Hidden files and what symbolic links inside a folder point at are left out.
    """
    found: dict[str, Path] = {}
    for given in paths:
        path = Path(given)
        for file in _inside(path) if path.is_dir() else (path,):
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _inside(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and not path.is_symlink():
                yield path
