"""The words of performance forms: levels, header words, labels, sources of money, operators, units and grades.

The words stand in `data/performance_words.toml`. Lookups are by *key*: the folded word without blanks, brackets and
numbering (see `baozhang.reading.forms.folding`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SUFFIX: Final = "指标"


@dataclass(frozen=True, slots=True)
class PerformanceWords:
    """Every vocabulary of the forms reader; mappings go from a word to what it means."""

    level1: Mapping[str, str]
    """First-level word to its canonical name."""
    level2: Mapping[str, str]
    """Second-level word to its canonical name; shared words are among them."""
    decides: Mapping[str, str]
    """Canonical second level to the first level it belongs to; shared words are missing."""
    stays: Mapping[str, frozenset[str]]
    """Second-level word that is also a first-level word, to the heads under which it opens no first level of its own."""
    either_points: frozenset[str]
    """Header words of points that may be those an indicator is out of, or those it was given."""
    score_heads: frozenset[str]
    """Words that head the first column of a table of points by levels."""
    groups: frozenset[str]
    fund_groups: frozenset[str]
    columns: Mapping[str, Mapping[str, str]]
    """Kind of table (`indicator`, `funds`, `list`) to: header word to role of the column."""
    patterns: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    labels: Mapping[str, frozenset[str]]
    """Label id (`project`, `goal`, `total` …) to its words."""
    sources: Mapping[str, str]
    operators: tuple[tuple[str, str], ...]
    """Printed operator and its normal form, the longest first."""
    suffixes: tuple[tuple[str, str], ...]
    unit_ends: frozenset[str]
    unit_words: frozenset[str]
    grades: tuple[str, ...]
    title_ends: tuple[str, ...]
    report_ends: tuple[str, ...]
    generic_titles: frozenset[str]
    department_titles: tuple[str, ...]
    monitoring_titles: tuple[str, ...]
    sheet_titles: tuple[str, ...]
    """Words in the title of a table of points or of an indicator system that belongs to a report."""

    def role_of(self, kind: str, word: str) -> str:
        """Role of a column with header `word` in a table of `kind`, or empty; unlisted words go by the patterns."""
        if not word:
            return ""
        role = self.columns[kind].get(word)
        if role:
            return role
        if len(word) > _LONGEST_HEADER:
            return ""
        return next((role for pattern, role in self.patterns[kind] if pattern.search(word)), "")

    def roles_of(self, kind: str, keys: Sequence[str]) -> list[str]:
        """Roles of the columns of a header, where points of either kind are what the others are not."""
        roles = [self.role_of(kind, word) for word in keys]
        for at, word in enumerate(keys):
            if word in self.either_points:  # a list has no points but those that were given
                roles[at] = "score" if "weight" in roles or kind == "list" else "weight"
        return roles

    def is_label(self, label: str, word: str) -> bool:
        """Whether `word` is one of the words of a label."""
        return word in self.labels[label]


_LONGEST_HEADER: Final = 24
_SETS: Final = frozenset({"scores", "points"})
"""Entries under the columns that are sets of words and say no role."""


@cache
def performance_words() -> PerformanceWords:
    """The vocabulary, read once."""
    path = files("baozhang.taxonomy") / "data" / "performance_words.toml"
    # Any: a TOML document; its shape is checked by what is built from it
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    level1, level2, decides = _levels(data)
    return PerformanceWords(
        level1=level1,
        level2=level2,
        decides=decides,
        stays={word: frozenset(heads) for word, heads in data["shared"]["stays"].items()},
        either_points=frozenset(data["columns"]["points"]["either"]),
        score_heads=frozenset(data["columns"]["scores"]["heads"]),
        groups=frozenset(data["groups"]["words"]),
        fund_groups=frozenset(data["groups"]["funds"]),
        columns={kind: _inverse(roles) for kind, roles in data["columns"].items() if kind not in _SETS},
        patterns={kind: tuple((re.compile(pattern), role) for pattern, role in listed) for kind, listed in data["patterns"].items()},
        labels={label: frozenset(words) for label, words in data["labels"].items()},
        sources=_inverse(data["sources"]),
        operators=_longest_first(data["operators"]),
        suffixes=_longest_first(data["suffixes"]),
        unit_ends=frozenset(data["units"]["ends"]),
        unit_words=frozenset(data["units"]["words"]),
        grades=tuple(sorted(data["grades"]["words"], key=len, reverse=True)),
        title_ends=tuple(data["titles"]["ends"]),
        report_ends=tuple(data["titles"]["report"]),
        generic_titles=frozenset(data["titles"]["generic"]),
        department_titles=tuple(data["titles"]["department"]),
        monitoring_titles=tuple(data["titles"]["monitoring"]),
        sheet_titles=tuple(data["titles"]["sheets"]),
    )


def _inverse(lists: Mapping[str, list[str]]) -> dict[str, str]:
    """Word to id; a word under two ids belongs to the first."""
    found: dict[str, str] = {}
    for name, words in lists.items():
        for word in words:
            found.setdefault(word, name)
    return found


def _longest_first(lists: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    pairs = [(word, name) for name, words in lists.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _levels(data: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    # Any: see `performance_words`
    level1: dict[str, str] = {}
    level2: dict[str, str] = {}
    decides: dict[str, str] = {}
    for head in data["level1"]:
        level1.update(dict.fromkeys((head["name"], *head["aliases"]), head["name"]))
        for word in head["level2"]:
            decides[word] = head["name"]
            level2[word] = word
            level2.setdefault(word.removesuffix(_SUFFIX), word)
    for word in data["shared"]["level2"]:
        level2.setdefault(word, word)
    return level1, level2, decides
