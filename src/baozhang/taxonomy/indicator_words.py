"""What the words of a performance indicator tell about it: patterns by topic, as data with their source."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from baozhang.errors import UsageError


@dataclass(frozen=True, slots=True)
class IndicatorWord:
    """A topic and the pattern that recognises it; one topic has one pattern."""

    topic: str
    pattern: str
    source: str
    valid_from: int


@cache
def load_indicator_words() -> tuple[IndicatorWord, ...]:
    """The patterns of `data/indicator_words.toml`; UsageError when a topic stands twice or a pattern cannot be compiled."""
    text = (files("baozhang.taxonomy") / "data" / "indicator_words.toml").read_text(encoding="utf-8")
    return parse_indicator_words(text)


def parse_indicator_words(text: str) -> tuple[IndicatorWord, ...]:
    r"""Read the file's text.

    >>> parse_indicator_words('[[words]]\ntopic = "t"\npattern = "甲|乙"\nsource = "s"\nvalid_from = 2020')[0].pattern
    '甲|乙'
    """
    words = tuple(IndicatorWord(**entry) for entry in tomllib.loads(text)["words"])
    topics = [word.topic for word in words]
    if len(topics) != len(set(topics)):
        msg = "indicator_words.toml：同一 topic 出现两次"
        raise UsageError(msg)
    for word in words:
        try:
            re.compile(word.pattern)
        except re.error as error:
            msg = f"indicator_words.toml：{word.topic} 的 pattern 不是正则表达式（{error}）"
            raise UsageError(msg) from error
    return words
