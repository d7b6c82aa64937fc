"""Where a reason or a description ends, so that its figures are told from those that speak of the tables."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.claims.bases import BASE_ROLES
from baozhang.taxonomy.claim_words import claim_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.claims.tokens import Token

REASON: Final = "reason"
DESCRIPTION: Final = "describe"
CAUSE: Final = "cause"
"""A reason before what it explains: “因人员增加,较上年增加 …”."""
REST: Final = "rest"

_NEAR: Final = 14
_AT_ONCE: Final = 4
_ENUMERATED: Final = re.compile(r"[二三四五六七八九十]+(?:、|是)|\d{1,2}[.、]|\(\d{1,2}\)")
SIGNS: Final = frozenset({"up", "down"})
"""Words of a change."""
_COMPARED: Final = BASE_ROLES - {"year"} | {"actual", "completion"}
_NAMING: Final = frozenset({"subject", "code", "path", "threshold"})


def ends(mode: str, text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the mode (a reason or a description) ends at punctuation or marker `tokens[at]`."""
    token = tokens[at]
    if mode in {REST, CAUSE}:
        return mode == CAUSE and _ends_cause(tokens, at)
    if token.role == "stop":
        return _ends_at_stop(mode, text, tokens, at)
    if token.role == "semicolon":
        return names_next(tokens, at) or _compares_next(text, tokens, at) or _other_total(tokens, at)
    return _ends_within(mode, text, tokens, at)


def _ends_cause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a cause ends: with its sentence, or where what it explains begins."""
    token = tokens[at]
    return token.role in {"stop", "semicolon"} or (token.role == "comma" and _tells_next(tokens, at))


def _tells_of_the_subject(mode: str, text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether behind a comma the subject is spoken of again: its change, or what there is at the end of the year."""
    begin = tokens[at].end
    if _AT_THE_END.match(text, begin):
        return True
    again = _COMPARED_AGAIN.match(text, begin) or (tokens[at - 1].role != "figure" and _CHANGED_AGAIN.match(text, begin))
    return mode == REASON and bool(again)


def _ends_within(mode: str, text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a reason or a description ends in the midst of a sentence."""
    token = tokens[at]
    if token.role == "comma" and (_tells_of_the_subject(mode, text, tokens, at) or (mode == REASON and _explains_itself(tokens, at))):
        return True
    if token.role == "within" and mode == REASON and [one.role for one in tokens[at - 2 : at]] == ["figure", "comma"]:
        return False  # “主要原因是……减少 8.00 万元,其中…”: a part of what the reason tells
    return (token.role == "within" or mode == DESCRIPTION) and names_next(tokens, at)


def _ends_at_stop(mode: str, text: str, tokens: Sequence[Token], at: int) -> bool:
    rest = text[tokens[at].end :]
    if not rest.strip("。"):
        return True
    if mode == DESCRIPTION:
        return not _ENUMERATED.match(rest) or names_next(tokens, at)
    again = _explains_itself(tokens, at) or _counts_next(tokens, at) or _other_side(tokens, at)
    if again or _restarting().match(rest) or names_next(tokens, at):
        return True
    if _continuing().match(rest):
        return False
    return not _has_figure(tokens, at)


def names_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether behind `tokens[at]` a subject comes at once, with its figure or base (not a change) right behind."""
    begin = tokens[at].end
    for offset, token in enumerate(tokens[at + 1 :], start=at + 1):
        if token.start - begin > _NEAR or token.role == "stop":
            return False
        if token.role in _NAMING:
            return _figure_follows(tokens, offset, compared=token.start - begin <= _AT_ONCE)
        if token.role not in {"year", "open", "close", "within", "comma", "colon"}:
            return False
    return False


def states_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether behind a word of reason, a colon and a year a subject with its figure comes: no reason, but what is to be explained."""
    said = tokens[at : at + 4]
    roles = tuple([token.role for token in said[1:]])
    close = all(one.end == other.start for one, other in pairwise(said))
    return roles == ("colon", "year", "subject") and close and _figure_follows(tokens, at + 3, compared=False)


def _tells_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether what a cause explains begins behind a comma: a comparison, a change or a subject with its figure."""
    begin = tokens[at].end
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is not None and behind.role in BASE_ROLES | {"each", "respectively", "actual"} and behind.start - begin <= _AT_ONCE:
        return True
    return (behind is not None and behind.role in SIGNS and behind.start == begin) or names_next(tokens, at)


def _figure_follows(tokens: Sequence[Token], at: int, *, compared: bool) -> bool:
    """Whether a figure (or, if `compared`, what it is compared with) stands right behind a subject."""
    for token in tokens[at + 1 : at + 7]:
        if token.role == "figure" or (compared and token.role in _COMPARED):
            return token.start - tokens[at].end < _NEAR
        if token.role in SIGNS or token.role in {"comma", "stop", "semicolon", "pause", "reason"}:
            return False
    return False


def _counts_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether the next sentence begins with a year and counts what its subject has: “2024年某某中心国内公务接待 15 批次”."""
    if at + 1 >= len(tokens) or tokens[at + 1].role != "year" or tokens[at + 1].start != tokens[at].end:
        return False
    for named, behind in pairwise(tokens[at + 2 : at + 6]):
        if named.role in _BEHIND_YEAR:
            return False
        if named.words is not None:
            counted = behind.figure is not None and behind.figure.unit in named.words.counts
            return counted and behind.start - named.end <= _AT_ONCE
    return False


def _explains_itself(tokens: Sequence[Token], at: int) -> bool:
    """Whether a subject with a figure and a reason of its own follows: “公务接待费减少 …,主要原因是 …” explains nothing before it."""
    if at + 1 >= len(tokens) or tokens[at + 1].role != "subject":
        return False
    said = [*tokens[at : at + 1 + _SENTENCE]]
    if len(said) > 2 and said[2].role in SIGNS:
        said[1:3] = [replace(said[1], end=said[2].end)] if said[2].start == said[1].end else []
    roles = tuple([token.role for token in said[1:5]])
    return roles == ("subject", "figure", "comma", REASON) and all(one.end == other.start for one, other in pairwise(said[:5]))


_BEHIND_YEAR: Final = frozenset({"stop", "semicolon", "comma", "figure"})
"""What may not stand between the year that begins a sentence and its subject."""
_SENTENCE: Final = 5
"""Tokens of a subject with its change and the beginning of a reason."""


def _compares_next(text: str, tokens: Sequence[Token], at: int) -> bool:
    """“;较上年增加 …”: a second comparison of the same subject."""
    rest = text[tokens[at].end : tokens[at].end + 4]
    return rest.startswith(_COMPARING)


def _other_total(tokens: Sequence[Token], at: int) -> bool:
    """“收入总计减少 …，主要原因是…;支出总计减少 …”: the change of another total, which explains nothing of the first."""
    if at + 2 >= len(tokens):
        return False
    named, sign = tokens[at + 1 : at + 3]
    told = named.role == "subject" and named.text.endswith(_TOTALS) and named.start == tokens[at].end
    return told and sign.role in SIGNS and sign.start == named.end


def _other_side(tokens: Sequence[Token], at: int) -> bool:
    """“收入增加 …,主要原因是…。支出增加 …”: the change of the other side, behind a full stop."""
    if at + 3 >= len(tokens):
        return False
    named, sign, figure = tokens[at + 1 : at + 4]
    bare = named.words is not None and named.words.bare and named.start == tokens[at].end
    return bare and sign.role in SIGNS and sign.start == named.end and figure.role == "figure" and figure.start == sign.end


_TOTALS: Final = ("总计", "合计", "总额")
_COMPARED_AGAIN: Final = re.compile(r"[与同和](?:上年|20\d\d年)度?(?:决算数?)?相比,?(?:(?:增加|减少|增长|下降)\d|持平|无变化|一致)")
"""“主要原因是厉行节约,与上年相比减少 …”: the second comparison of the subject, not a part of the reason for the first."""
_CHANGED_AGAIN: Final = re.compile(
    r"(?:[与同和较比]|较之)(?:上年|去年|上一年|20\d\d年)度?(?:同期|决算数?)?(?:相比)?,?"
    r"(?:增加|减少)[\d.,]+(?:万元|亿元|元),(?:增长|下降|降低|上升)[\d.]+%"
)
"""The same without 相比, told with its rate; behind an amount in the reason it is that amount's."""
_AT_THE_END: Final = re.compile(r"截[至止]20\d\d年")
"""What is told of the end of the year explains nothing before it."""
_COMPARING: Final = ("完成", "同比", *(link + base for link in "较比与" for base in ("上", "20", "年初", "全年", "预算", "去年")))


def _has_figure(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at + 1 :]:
        if token.role == "stop":
            return False
        if token.role == "figure":
            return True
    return False


@cache
def _continuing() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, claim_words().continues)))


@cache
def _restarting() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, claim_words().restarts)))
