"""The words and figures of a paragraph in order: one pass of one compiled expression for words, one for figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import compress
from operator import add, attrgetter, or_
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import record
from baozhang.reading.claims.figures import Figure, FigureKind, find_figures
from baozhang.taxonomy.claim_words import SubjectWords, claim_words

if TYPE_CHECKING:
    from collections.abc import Iterator

PUNCTUATION: Final = frozenset({"stop", "semicolon", "comma", "colon", "pause", "open", "close"})
"""Roles of tokens that are punctuation."""

SEPARATORS: Final = PUNCTUATION - {"open", "close"}
"""Punctuation that parts clauses."""


@record(frozen=True, slots=True)
class Token:
    """A word or figure with its role: a role of `claim_words.toml`, or `subject`, `path`, `figure`, `year`, `code`, `threshold`."""

    role: str
    start: int
    end: int
    text: str
    words: SubjectWords | None = None
    figure: Figure | None = None
    names: tuple[str, ...] = ()
    """For a `path`: the names of 类, 款 and 项, empty where not given."""


_PATH: Final = re.compile(
    r"(?:(?P<top>[^,。;:、()“”\d.①-⑳]{2,24})”?(?:\(\d{3,7}\))?\(\d{0,7}类\d{0,7}\)(?:支出)?(?:、|-|,)?)?"
    r"(?:(?P<middle>(?:[^。;:()\d,①-⑳]|\([^()\d类款项]{1,8}\)){2,30})(?:\(\d{2,7}\))?\(\d{0,7}款\d{0,7}\)(?:支出)?(?:、|-|,)?)?"
    r"(?:(?P<low>(?:[^。;:()\d,①-⑳]|\([^()\d类款项]{1,8}\)){2,40})(?:\(\d{2,7}\))?\(\d{0,7}项\d{0,7}\)(?:支出)?)?"
    r"(?<=[)出、,-])"  # how a path ends: without it nearly every character would be an empty match
)
_PATH_LEVEL: Final = re.compile(r"\(\d{0,7}[类款项]\d{0,7}\)")


def scan(text: str, section: str, stage: str) -> list[Token]:
    """Tokens of a compact paragraph, left to right, without overlaps; figures win over words, paths over both."""
    found = [_of_figure(figure, text) for figure in find_figures(text)]
    found += _words(text, section, stage)
    found.sort(key=attrgetter("start"))  # no word begins with a digit, so none begins where a figure does
    if _PATH_LEVEL.search(text):
        found = _with_paths(text, found)
    return _without_overlaps(found)


def _of_figure(figure: Figure, text: str) -> Token:
    role = "figure" if figure.is_figure else figure.kind.value
    return Token(role, figure.start, figure.end, text[figure.start : figure.end], None, figure)


def _words(text: str, section: str, stage: str) -> Iterator[Token]:
    begin = 0
    for stretch in _STRETCHES.findall(text):
        for at, behind, word, words, role in () if stretch.isdecimal() else _words_in(stretch, section, stage):
            start, end = begin + at, begin + behind
            if words is not None and not (words.bare and not _stands_alone(text, start, end)):
                yield Token("subject", start, end, word, words)
            elif role and _counts(role, word, text, start, end):
                yield Token(role, start, end, word)
        begin += len(stretch)


_SHORT_SIGNS: Final = frozenset({"增", "减", "升", "降"})
"""Sign words of one character: the figure stands right behind (增 3 万元)."""
_SIGNED: Final = re.compile(r"-?\d")
_LONGER_SIGNS: Final = "新追调核递净倍上下提"
"""Characters that make another word of 增 or 减 behind them."""


def _counts(role: str, word: str, text: str, start: int, end: int) -> bool:
    """Whether a marker is one at its place: some are so short that they are parts of other words elsewhere."""
    if role == "cause":
        return text[start - 1 : start] in _CLAUSE_BEGINS
    if role == "describe" and word[0] == "为":  # “其他收入 8.00 万元,为预算单位在……之外取得的收入”
        return text[start - 1 : start] == ","
    return word not in _SHORT_SIGNS or _is_signed(text, start, end)


_CLAUSE_BEGINS: Final = frozenset({"", ",", "。", ";", ":", "("})
"""What stands before the first word of a clause."""


def _is_signed(text: str, start: int, end: int) -> bool:
    """Whether a short sign word stands for itself, right before a figure."""
    return _SIGNED.match(text, end) is not None and text[start - 1 : start] not in {*_LONGER_SIGNS}


_STRETCHES: Final = re.compile(r"\d+|[^\d,。;]+[,。;]?|[,。;]")
"""Digits, or words between two figures with the mark behind them: no word reaches over a digit or one of these marks."""


@lru_cache(maxsize=16384)
def _words_in(stretch: str, section: str, stage: str) -> tuple[tuple[int, int, str, SubjectWords | None, str], ...]:
    """The words of a stretch that mean something, with their places and meanings; documents say most things in the same few words."""
    known = [(at, at + len(word), word, *_meaning(word, section, stage)) for at, word in _known_words(stretch, section, stage)]
    return tuple([one for one in known if one[3] is not None or one[4]])


@cache
def _meaning(word: str, section: str, stage: str) -> tuple[SubjectWords | None, str]:
    """What a word names in a section (the entry for this section and stage before one for either, before one for all), and its role."""
    known = claim_words()
    fitting = [e for e in known.subjects.get(word, ()) if (not e.sections or section in e.sections) and e.stage in {"", stage}]
    return max(fitting, key=lambda e: (bool(e.sections), bool(e.stage)), default=None), known.markers.get(word, "")


_ALONE_BEFORE: Final = re.compile(r"(?:^|[,。;:、(\d年度门位局总)])$")
_ALONE_BEHIND: Final = re.compile(
    r"(?:决算|预算)?(?:总?数|合计|总额|总计)?(?:为|是|共计?|达到?|约|:|,?[比较与]上年|[各均]?(?:增加|减少|增长|下降)|完成)?,?(?:\d|[比较与]上年|[比较与]20|年初预算)"
)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bare 收入 or 支出 is a subject of its own, not the tail of some longer name."""
    return bool(_ALONE_BEFORE.search(text[max(0, start - 1) : start])) and bool(_ALONE_BEHIND.match(text, end))


def _with_paths(text: str, tokens: list[Token]) -> list[Token]:
    """Add “…(类)…(款)…(项)” as one token each, which takes the place of all words inside."""
    paths = []
    last = max(found.end() for found in _PATH_LEVEL.finditer(text)) + len("支出")
    for found in _PATH.finditer(text, 0, last):
        if found.lastgroup is not None:
            names = tuple((found[level] or "").strip("、.-") for level in ("top", "middle", "low"))
            paths.append(Token("path", found.start(), found.end(), found[0], names=names))
    ends = [path.end for path in paths]
    behind = [bisect_right(ends, token.start) for token in tokens]  # the first path that ends behind each token's start
    inside = [token for token, at in zip(tokens, behind, strict=True) if at == len(paths) or token.end <= paths[at].start]
    return sorted([*inside, *paths], key=lambda token: token.start)


def _without_overlaps(tokens: list[Token]) -> list[Token]:
    """Drop what lies inside a token before it; a figure that a word reaches into keeps its place."""
    kept: list[Token] = []
    end = 0
    for token in tokens:
        if token.start < end:
            if token.figure is None or kept[-1].figure is not None or token.figure.kind is FigureKind.CODE:
                continue
            kept.pop()
        kept.append(token)
        end = token.end
    return kept


def _known_words(text: str, section: str, stage: str) -> Iterator[tuple[int, str]]:
    """Phrases and markers in `text`, the longest at each place, without overlaps.

    A phrase that means nothing in this section hides the words inside it (they are not its own), unless it is a subject and a marker
    (项目支出 and 预算): then it is read as the two.
    Looking up by the first two characters reads 100 KB in a few milliseconds; one expression of all 3000 words took 0.1 s to compile.
    """
    lengths, words = _lexicon()
    pairs = [*map(add, text, text[1:] + " ")]
    begins = map(or_, map(lengths.__contains__, pairs), map(lengths.__contains__, text))
    behind = 0
    for at in compress(range(len(text)), begins):
        if at < behind:
            continue
        for length in lengths.get(pairs[at], ()) or lengths.get(text[at], ()):
            word = text[at : at + length]
            if word in words:
                if word.startswith(_THIS_YEAR) and _reaches_farther(text, at, length):
                    break
                whole = any(_meaning(word, section, stage)) and not (
                    stage != "budget" and word.endswith(_BUDGET) and word not in _KINDS_OF_BUDGET
                )
                known = word if whole else _before_marker(word, section, stage)
                yield at, known
                behind = at + len(known)
                break


def _reaches_farther(text: str, at: int, length: int) -> bool:
    """Whether a subject behind 本年度 ends behind the one that begins with it: 财政拨款收入总计 in 本年度财政拨款收入总计."""
    lengths, subjects = _lexicon()[0], claim_words().subjects
    if text[at : at + length] not in subjects:
        return False
    begin, end = at + len("本年度" if text.startswith("本年度", at) else "本年"), at + length
    return any(
        begin + size > end and text[begin : begin + size] in subjects
        for size in lengths.get(text[begin : begin + 2], ())
        if begin + size <= len(text)
    )


_THIS_YEAR: Final = ("本年", "当年")
_KINDS_OF_BUDGET: Final = frozenset({"一般公共预算", "政府性基金预算", "国有资本经营预算"})
"""Names of budgets, of which a figure is an amount of the account like any other."""
_BUDGET: Final = ("预算", "预算数")
"""What a subject of an account must not swallow: “三公”经费预算 8 万元 is not what was spent."""


_TOTALS: Final = frozenset({"总额", "总计", "合计", "总数", "总金额", "金额"})
"""Words behind a subject that say no more than that it is all of it (项目支出总额)."""


@cache
def _before_marker(word: str, section: str, stage: str) -> str:
    """The subject at the beginning of a word that ends in a marker or in “total”; the whole word when there is none."""
    markers = claim_words().markers
    parts = (word[:at] for at in range(len(word) - 1, 1, -1) if word[at:] in markers or word[at:] in _TOTALS)
    return next((part for part in parts if _meaning(part, section, stage)[0] is not None), word)


@cache
def _lexicon() -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    """All words, and by the first two characters (or the only one) the lengths to try, the longest first."""
    known = claim_words()
    words = frozenset({*known.markers, *known.subjects})
    singles = {word for word in words if len(word) == 1}
    lengths: dict[str, set[int]] = {word: {1} for word in singles}
    for word in words - singles:
        lengths.setdefault(word[:2], {1} if word[0] in singles else set()).add(len(word))
    return {begin: tuple(sorted(sizes, reverse=True)) for begin, sizes in lengths.items()}, words
