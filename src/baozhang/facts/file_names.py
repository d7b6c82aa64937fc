"""How a file is called where people read it: by a name short enough to be read, from which the file is still told."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 40
_PARTED: Final = re.compile(r"(?<=[^/\\])[/\\]+(?=.)")
_SHOWN: Final = 2


def short_name(file: str) -> str:
    """A file by its last folder and name where the whole path is long.

    >>> short_name("决算/2024.docx")
    '决算/2024.docx'
    >>> short_name("/home/user/documents/published/accounts/某市/2024/决算.docx")
    '…/2024/决算.docx'
    """
    parts = _PARTED.split(file)
    return file if len(file) <= _LONGEST or len(parts) <= _SHOWN else "/".join(("…", *parts[-_SHOWN:]))
