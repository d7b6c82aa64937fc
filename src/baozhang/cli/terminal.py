"""What is known of the terminal that is written to."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

_WIDEST: Final = 140


def terminal_style() -> tuple[int, bool]:
    """Width and colour for the text report: those of the terminal, plain where the output goes elsewhere or NO_COLOR is set."""
    if not sys.stdout.isatty():
        return 0, False
    return min(shutil.get_terminal_size().columns, _WIDEST), not os.environ.get("NO_COLOR")
