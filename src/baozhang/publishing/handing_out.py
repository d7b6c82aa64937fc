"""The files of a published version, copied to where they are put on the site, with a manifest anybody can check."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from baozhang.errors import PublishingError
from baozhang.publishing.compiled import FIGURES, TEXT
from baozhang.publishing.shelf import STATE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.publishing.shelf import Shelf, Version

_INTERNAL: Final = frozenset({FIGURES, TEXT})
_MANIFEST: Final = "manifest.json"


def hand_out(shelf: Shelf, version: Version, folder: Path) -> list[str]:
    """Write the public files and their manifest; the names written. PublishingError when a file is damaged or cannot be written."""
    names = [name for name in version.files if name not in _INTERNAL]
    manifest = {
        "title": version.title,
        "version": version.number,
        "reason": version.reason,
        "digest": version.digest,
        "steps": [{"state": STATE_NAMES[step.state], "at": step.at, "digest": step.digest} for step in version.steps],
        "files": {name: version.files[name] for name in names},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            _write(folder / name, shelf.content(version.number, name))
        _write(folder / _MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise PublishingError(f"无法写入 {folder}（{error.strerror}）", "请换一个可写的文件夹。") from error
    return [*names, _MANIFEST]


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; what stood there before is replaced."""
    part = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
