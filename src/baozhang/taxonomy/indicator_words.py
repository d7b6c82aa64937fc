"""What the words of a performance indicator tell about it: words by topic, as data with their source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from baozhang.errors import UsageError

_KEYS: Final = frozenset({"topic", "words", "source", "valid_from"})


@dataclass(frozen=True, slots=True)
class IndicatorWord:
    """One word of a topic. Words, not patterns: engines compile a pattern that comes from a table anew for every row."""

    topic: str
    word: str
    source: str
    valid_from: int


@cache
def load_indicator_words() -> tuple[IndicatorWord, ...]:
    """The words of `data/indicator_words.toml`; UsageError when a topic stands twice or a key is not known."""
    text = (files("baozhang.taxonomy") / "data" / "indicator_words.toml").read_text(encoding="utf-8")
    return parse_indicator_words(text)


def parse_indicator_words(text: str) -> tuple[IndicatorWord, ...]:
    r"""Read the file's text.

    >>> [one.word for one in parse_indicator_words('[[words]]\ntopic = "t"\nwords = ["甲", "乙"]\nsource = "s"\nvalid_from = 2020')]
    ['甲', '乙']
    """
    entries = tomllib.loads(text)["words"]
    topics = [entry.get("topic") for entry in entries]
    if len(topics) != len(set(topics)):
        msg = "indicator_words.toml：同一 topic 出现两次"
        raise UsageError(msg)
    for entry in entries:
        if entry.keys() != _KEYS:
            msg = f"indicator_words.toml：缺少或不认识 {sorted(entry.keys() ^ _KEYS)}"
            raise UsageError(msg)
    return tuple(IndicatorWord(entry["topic"], word, entry["source"], entry["valid_from"]) for entry in entries for word in entry["words"])
