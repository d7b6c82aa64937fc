"""Words that a table of the accounts is known to print: whether a text is whole shows where a wrapped one ends."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from baozhang.reading.text import compact, fold
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.statements import statements

_NUMBERING: Final = re.compile(r"^(?:其中[:：]|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、])")
_COLUMN_WORDS: Final = frozenset(
    ("项目", "收入", "支出", "栏次", "行次", "科目", "编码", "名称", "金额", "科目编码", "科目名称", "预算数", "决算数", "类", "款", "项")
)
"""What the columns of any table are called, whatever the statement."""


def names_something(words: str) -> bool:
    """Whether words (folded, compact) are the name of a classification or of an item of a statement."""
    return _NUMBERING.sub("", words) in _known_names()


def heads_something(words: str) -> bool:
    """Whether words (folded, compact) are the header of a column of a statement."""
    return words in _known_headers()


@cache
def _known_names() -> frozenset[str]:
    labels = (label for statement in statements().values() for item in (*statement.left, *statement.right) for label in item.labels)
    return frozenset(_NUMBERING.sub("", compact(fold(name))) for name in (*code_names().values(), *labels))


@cache
def _known_headers() -> frozenset[str]:
    columns = (header for statement in statements().values() for column in statement.columns for header in column.headers)
    labels = (header for statement in statements().values() for header in statement.label_headers)
    return frozenset((*columns, *labels, *_COLUMN_WORDS))
