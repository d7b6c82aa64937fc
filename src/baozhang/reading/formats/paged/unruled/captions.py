"""What stands above a table: its title, its number, its unit of money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from baozhang.reading.text import compact, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.formats.paged.unruled.fragments import CutLine

_CAPTION: Final = re.compile(r"(?:金额)?单位[:(]|公开\s*\d+\s*表|公开表\s*\d|^[(\[]?(?:万元|元)[)\]]?$|^(?:编制)?部门(?:\(单位\)|名称)?:")
_TITLE: Final = re.compile(r".{2,}表(?:\(.{1,12}\))?$")


def is_caption_line(line: CutLine) -> bool:
    """Whether a line is what stands above a table."""
    words = [compact(fold(one.text)) for one in line.fragments]
    return any(_CAPTION.search(word) for word in words) or is_title(words)


def is_title(words: Sequence[str]) -> bool:
    """Whether the words of a line (folded, compact) are the title of a table."""
    return len(words) == 1 and bool(_TITLE.match(words[0]))
