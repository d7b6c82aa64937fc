"""What a cell is looked up by: its key. Blanks, brackets, numbering and colons say nothing about which label a cell is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from baozhang.reading.text import compact

_BLANKS: Final = re.compile(r"\s+")
_BRACKETS: Final = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]")
_OPEN_BRACKET: Final = re.compile(r"\([^()]*$")
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_LEADING: Final = re.compile(
    rf"^(?:[{_CIRCLED}]|[一二三四五六七八九十]{{1,2}}、|\d{{1,2}}[.、](?!\d)|\(\d{{1,2}}\)|\([一二三四五六七八九十]+\)|其中[:-]?|20\d\d年度?)+(?=.)"
)
_FORMULA: Final = re.compile(rf"[{_CIRCLED}].*$|=.*$")
_BLANK_IN_CHINESE: Final = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")


@lru_cache(maxsize=32768)
def key(cell: str) -> str:
    """The cell as it is looked up in the vocabularies; a bare figure is its own key.

    >>> key("其中: 当年财政拨款"), key("小计③=①+②"), key("全年预算数 (A)"), key("部门(单位)名称:"), key("1,234.50")
    ('当年财政拨款', '小计', '全年预算数', '部门名称', '1,234.50')
    """
    if cell[:1].isdigit() and _BARE_FIGURE.fullmatch(cell):
        return cell
    word = _BLANKS.sub("", cell)
    word = _LEADING.sub("", word)
    if "(" in word or "[" in word or "〔" in word:
        word = _OPEN_BRACKET.sub("", _BRACKETS.sub("", word))
    word = _FORMULA.sub("", word)
    return word.strip(":：*#%\"“”'")


_BARE_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


@lru_cache(maxsize=16384)
def words(cell: str) -> str:
    """A cell as it is kept in a record: compact, blanks that a narrow column put inside words removed.

    >>> words("投诉业务部门不作为的投 诉件数量")
    '投诉业务部门不作为的投诉件数量'
    """
    return compact(cell.replace("\\geq", "≥").replace("\\leq", "≤")).strip()


@lru_cache(maxsize=4096)
def same(text: str) -> str:
    """What two printings of one name have in common: letters, digits and Chinese characters only."""
    return re.sub(r"[^\w%≥≤<>=]+|_", "", text)
