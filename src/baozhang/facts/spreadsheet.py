"""Texts as cells of CSV and workbooks: what a spreadsheet would run as a formula is kept from being one."""

from __future__ import annotations

import re
from typing import Final

STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a cell for a formula; Chinese and Japanese versions take the full-width signs too."""
_FIGURE: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def harmless(value: object) -> str:
    """A value as the text of a cell: what would begin a formula gets a leading apostrophe; figures stay figures.

    >>> harmless("=1+1"), harmless("-12.50"), harmless("-1+1"), harmless("＝1"), harmless(None)
    ("'=1+1", '-12.50', "'-1+1", "'＝1", '')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_FORMULA) and not _FIGURE.fullmatch(text) else text


def without_apostrophe(cell: str) -> str:
    """The text of a cell that `harmless` wrote.

    >>> without_apostrophe("'=1+1"), without_apostrophe("'quoted'")
    ('=1+1', "'quoted'")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS_FORMULA) else cell
