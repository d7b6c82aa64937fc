"""What kind of row stands in a form: a header, money, a remark, or the line that names the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.spans import is_funds_start
from baozhang.reading.forms.values import DASHES, money_unit
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from baozhang.reading.forms.spans import FormRow

_FEWEST_HALF: Final = 2
_UNIT: Final = "单位"


def names_columns_only(row: FormRow) -> bool:
    """Whether every cell of a row is a header word of indicators or of a group of them: one half of a header printed over two rows."""
    known = performance_words()
    named = [known.columns["indicator"].get(word, "") for word in row.keys if word not in known.groups]
    return len(named) >= _FEWEST_HALF and all(named)


def is_remark(row: FormRow) -> bool:
    """Whether a row behind the indicators is a remark or tells who filled the form in; the label may stand in the cell of its words."""
    known = performance_words()
    if row.keys[0] in known.labels["problems"]:
        return True
    label, colon, _ = row.filled[0][1].partition(":")
    return bool(colon) and any(known.is_label(kind, key(label)) for kind in ("problems", "other"))


def is_unlabelled(row: FormRow) -> bool:
    """Whether a row holds figures alone."""
    return len(row.filled) > 1 and all(is_figure(cell) for _, cell in row.filled)


def is_blank_source(row: FormRow) -> bool:
    """Whether a row names a source of money and gives dashes for its amounts, the name of the block printed before it again."""
    words_only = [word for (_, cell), word in zip(row.filled, row.keys, strict=True) if cell not in DASHES]
    return 0 < len(words_only) <= _FEWEST_HALF and words_only[-1] in performance_words().sources


def without_first(row: FormRow) -> FormRow:
    """The row without its first cell."""
    return replace(row, filled=row.filled[1:], keys=row.keys[1:])


def has_source(row: FormRow) -> bool:
    """Whether a row names a source of money."""
    return not performance_words().sources.keys().isdisjoint(row.keys)


def opens_funds(row: FormRow) -> bool:
    """Whether a row opens the block of money with its name."""
    return row.keys[0] in performance_words().fund_groups and (has_source(row) or is_funds_start(row.keys))


def names_unit_only(row: FormRow) -> bool:
    """Whether a row is the line above a table that names its unit of money."""
    text = row.filled[0][1]
    return text.startswith(_UNIT) and len(set(row.keys)) == 1 and bool(money_unit(text))


def opens_tasks(row: FormRow) -> bool:
    """Whether a row opens the table of yearly tasks."""
    return not performance_words().labels["tasks"].isdisjoint(row.keys)
