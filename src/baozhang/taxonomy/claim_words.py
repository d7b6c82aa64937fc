"""The words of the explanatory part: phrases that name a subject, and marker words (增加, 上年, 主要原因是 …), as data.

A phrase in `data/claim_words.toml` is short for several spellings: `[a|b]` may be absent, `{a|b}` is one of the two.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PART: Final = re.compile(r"\[([^\[\]{}]*)\]|\{([^\[\]{}]*)\}|([^\[\]{}]+)")


@dataclass(frozen=True, slots=True, eq=False)
class SubjectWords:
    """What a phrase speaks of: targets of its money and, by counting word, of its counts. Every entry of the file is one of its own.

    A target is `statement:item:column`; alternatives are parted by `|`. `sections` and `stage` limit where it applies.
    `bare` phrases are so common that they count only right before a figure; `inherit` ones leave the money of the
    subject before them in force; a `sticky` one is not replaced by other phrases before the next full stop or semicolon.
    """

    sections: frozenset[str]
    stage: str
    money: tuple[str, ...]
    counts: Mapping[str, str]
    prefix: str
    bare: bool
    inherit: bool
    sticky: bool


@dataclass(frozen=True, slots=True)
class DefaultSubject:
    """What a figure of a section speaks of when no phrase says so."""

    words: str
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Everything `claim_words.toml` holds, expanded."""

    markers: Mapping[str, str]
    """Marker word → its role, e.g. 增加 → `up`."""
    subjects: Mapping[str, tuple[SubjectWords, ...]]
    continues: tuple[str, ...]
    restarts: tuple[str, ...]
    filler: tuple[str, ...]
    share_filler: tuple[str, ...]
    wholes: Mapping[str, str]
    defaults: Mapping[str, DefaultSubject]


def expand(phrase: str) -> tuple[str, ...]:
    """All spellings of a phrase.

    >>> expand("{公用|人员}支出[决算]")
    ('公用支出', '公用支出决算', '人员支出', '人员支出决算')
    """
    choices: list[Sequence[str]] = []
    covered = 0
    for found in _PART.finditer(phrase):
        covered += found.end() - found.start()
        optional, chosen, plain = found.groups()
        choices.append(("", *optional.split("|")) if optional is not None else chosen.split("|") if chosen is not None else (plain,))
    if covered != len(phrase):
        msg = f"claim_words.toml：短语“{phrase}”的括号不配对"
        raise UsageError(msg)
    return tuple(dict.fromkeys("".join(parts) for parts in product(*choices)))


@cache
def claim_words() -> ClaimWords:
    """The words of `data/claim_words.toml`; UsageError when a phrase is malformed or claimed twice for one section."""
    return parse_claim_words((files("baozhang.taxonomy") / "data" / "claim_words.toml").read_text(encoding="utf-8"))


def parse_claim_words(text: str) -> ClaimWords:
    """Read the file's text; see `claim_words`."""
    data = tomllib.loads(text)
    sentences = data.get("sentences", {})
    return ClaimWords(
        _markers(data.get("markers", {})),
        _subjects(data.get("subject", [])),
        tuple(sentences.get("continues", ())),
        tuple(sentences.get("restarts", ())),
        tuple(sentences.get("filler", ())),
        tuple(sentences.get("share_filler", ())),
        data.get("whole", {}),
        {section: DefaultSubject(entry["words"], tuple(entry["money"])) for section, entry in data.get("default", {}).items()},
    )


def _markers(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    markers: dict[str, str] = {}
    for role, phrases in table.items():
        for word in (word for phrase in phrases for word in expand(phrase)):
            if markers.setdefault(word, role) != role:
                msg = f"claim_words.toml：标志词“{word}”既是 {markers[word]} 又是 {role}"
                raise UsageError(msg)
    return markers


def _subjects(entries: Sequence[Mapping[str, object]]) -> dict[str, tuple[SubjectWords, ...]]:
    subjects: dict[str, tuple[SubjectWords, ...]] = {}
    for entry in entries:
        subject = _subject(entry)
        phrases = entry["words"]
        if not isinstance(phrases, list):
            msg = "claim_words.toml：words 应当是列表"
            raise UsageError(msg)
        for word in dict.fromkeys(word for phrase in phrases for word in expand(str(phrase))):
            before = subjects.get(word, ())
            if any(_clash(subject, other) for other in before):
                msg = f"claim_words.toml：短语“{word}”在同一部分对应两个项目"
                raise UsageError(msg)
            subjects[word] = (*before, subject)
    return subjects


def _subject(entry: Mapping[str, object]) -> SubjectWords:
    sections, money, counts = entry.get("in", []), entry.get("money", []), entry.get("counts", {})
    if not (isinstance(sections, list) and isinstance(money, list) and isinstance(counts, dict)) or not (money or counts):
        msg = f"claim_words.toml：项目 {entry.get('words')} 没有 money 或 counts，或写法不对"
        raise UsageError(msg)
    return SubjectWords(
        frozenset(map(str, sections)),
        str(entry.get("stage", "")),
        tuple(map(str, money)),
        {str(unit): str(target) for unit, target in counts.items()},
        str(entry.get("prefix", "")),
        bool(entry.get("bare")),
        bool(entry.get("inherit")),
        bool(entry.get("sticky")),
    )


def _clash(one: SubjectWords, other: SubjectWords) -> bool:
    """Two entries clash when both apply equally well somewhere: same stage, and a common section or both without one."""
    if one.stage != other.stage or bool(one.sections) != bool(other.sections):
        return False
    return not one.sections or bool(one.sections & other.sections)
