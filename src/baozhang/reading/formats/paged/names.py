"""Words that a table of the accounts is known to print: whether a text is whole shows where a wrapped one ends."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from baozhang.reading.forms.folding import key
from baozhang.reading.forms.spans import is_indicator_header
from baozhang.reading.text import compact, fold
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.performance_words import performance_words
from baozhang.taxonomy.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def names_part_of_form(words: str) -> bool:
    """Whether words (folded, compact) are a label, a level of indicators or the header of a column of performance forms."""
    word = key(words)
    return word in _form_words()


def names_level(words: str) -> bool:
    """Whether words (folded, compact) are a level of indicators, in a column of levels also one that is a plain word elsewhere (决策)."""
    known = performance_words()
    return key(words) in known.level1 or key(words) in known.level2


def is_part_of_label(words: str) -> bool:
    """Whether words (folded, compact) may be a line of a label beside the rows of a form: a level, a group of rows, a label of its head.

    >>> is_part_of_label("满意"), is_part_of_label("度指标"), is_part_of_label("参保人数")
    (True, True, False)
    """
    word = key(words)
    return any(word in label for label in _row_labels())


@cache
def _row_labels() -> tuple[str, ...]:
    known = performance_words()
    labels = [word for words in known.labels.values() for word in words]
    return tuple({*known.level1, *known.level2, *known.groups, *known.fund_groups, *labels})


def belongs_to(second: str, first: str) -> bool:
    """Whether a second level of indicators (folded, compact) belongs to a first one and to no other."""
    known = performance_words()
    name = key(second)
    head = known.decides.get(known.level2.get(name, name))
    return head is not None and head == known.level1.get(key(first))


def stands_under(second: str, first: str) -> bool:
    """Whether a second level of indicators (folded, compact) may stand under a first one: it may unless it belongs to another.

    >>> stands_under("质量指标", "产出指标"), stands_under("质量指标", "效益指标"), stands_under("服务指标", "效益指标")
    (True, False, True)
    """
    known = performance_words()
    name = key(second)
    return known.level2.get(name, name) not in known.decides or key(first) not in known.level1 or belongs_to(second, first)


def level_of(words: str) -> int:
    """1 or 2 for words (folded, compact) that are a first or a second level of indicators; 0 for others and those that may be either."""
    known = performance_words()
    name = key(words)
    first, second = name in known.level1, name in known.level2
    return 0 if first == second else 1 if first else 2


def role_in_form(words: str) -> str:
    """What a column of indicators with a header (folded, compact) holds (`level1`, `name`, `target` …); empty for other words."""
    return performance_words().role_of("indicator", key(words))


def names_indicators(words: Sequence[str]) -> bool:
    """Whether words side by side (folded, compact) are the header of a table of indicators."""
    return is_indicator_header(tuple(key(word) for word in words))


def labels_form(label: str, words: str) -> bool:
    """Whether words (folded, compact) are those of a label of performance forms (`project`, `total` …)."""
    return performance_words().is_label(label, key(words))


@cache
def _form_words() -> frozenset[str]:
    known = performance_words()
    columns = [word for kind in ("indicator", "funds") for word in known.columns[kind]]
    labels = [word for words in known.labels.values() for word in words]
    return frozenset((*known.level1, *known.level2, *known.groups, *known.fund_groups, *known.sources, *columns, *labels)) - _NO_NAMES


_NO_NAMES: Final = frozenset(
    {
        "s",
        "注",
        "级",
        "中央",
        "其他",
        "指标",
        "成本",
        "产出",
        "效果",
        "效益",
        "过程",
        "决策",
        "投入",
        "资金",
        "性质",
        "单位",
        "满分",
        "本级",
    }
)
