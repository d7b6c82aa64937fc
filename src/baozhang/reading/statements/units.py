"""Rows of a statement that are units (单位编码、单位名称), not codes of the classification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

UNIT_CODE: Final = re.compile(r"\d{3,9}")
"""What a unit's code looks like: the department's (445), then the unit's (445001)."""
_PREFIX: Final = "unit:"


def unit_item(code: str, name: str) -> str:
    """The item of a unit's row: by its code, else by its name; empty when it has neither.

    >>> unit_item("445001", "某某局本级"), unit_item("", "某某中心")
    ('unit:445001', 'unit:某某中心')
    """
    return f"{_PREFIX}{code or name}" if code or name else ""


def is_unit(item: str) -> bool:
    """Whether an item is a unit's row."""
    return item.startswith(_PREFIX)


def unit_parent(item: str, printed: Collection[str]) -> str:
    """The department a unit belongs to, else `total`; empty for a unit known by name only, whose department cannot be told.

    >>> unit_parent("unit:445001", {"total", "unit:445", "unit:445001"}), unit_parent("unit:445", {"total", "unit:445"})
    ('unit:445', 'total')
    """
    code = item.removeprefix(_PREFIX)
    if not code.isdigit():
        return ""
    above = next((item[:end] for end in range(len(item) - 1, len(_PREFIX) + 2, -1) if item[:end] in printed), "")
    return above or ("total" if "total" in printed else "")
