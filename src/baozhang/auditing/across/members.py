"""Which units a department's document says it comprises: the list of units in its first part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.facts.records import BlockRow

_COUNTED: Final = re.compile(r"单位[一-鿿]{0,12}共有?(\d{1,3})(?:个|家)|(?:共有?|包括|由)(\d{1,3})(?:个|家)[一-鿿]{0,6}单位")
_BODY: Final = re.compile(
    r"[一-鿿A-Za-z0-9]{2,40}?(?:局|委员会|办公室|办|中心|院|所|站|队|馆|校|处|科|委|部|会|厅|支队|公司)(?:[(（]本级[)）])?"
)
_CELLS: Final = "|"


def members_of(blocks: Iterable[BlockRow]) -> tuple[str, ...]:
    """The units named in the list of units, where their number is stated and that many names are found; else none.

    A list that is not whole is no list: a department must not be said to differ from the sum of the units that were recognised.
    """
    stated, listed = 0, []
    for block in blocks:
        if block.part != "overview":
            continue
        if block.kind == "table":
            listed += [cell for cell in block.text.split(_CELLS) if _BODY.fullmatch(cell)]
        elif found := _COUNTED.search(block.text):
            stated = int(found[1] or found[2])
    names = tuple(dict.fromkeys(listed))
    return names if stated > 1 and len(names) == stated else ()
