"""Where a user's own data lives: grouping schemes, warehouses, whatever is imported rather than shipped."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder named by BAOZHANG_DATA, or the place where the operating system keeps a program's data."""
    named = os.environ.get("BAOZHANG_DATA")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "baozhang"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "baozhang"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "baozhang"
