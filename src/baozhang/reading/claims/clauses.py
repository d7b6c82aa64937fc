"""A clause while it is read: what its figure is going to mean, and how its leading words are understood."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.claim_words import claim_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.reading.claims.tokens import Token

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")
_GAP: Final = re.compile(r"(?:达到|[了约近共计为达率额数幅度比例:将个各均分别是]){0,5}(?:人民币)?")
_BEFORE_NAME: Final = re.compile(r"^(?:[①-⑳]|\d{1,2}[.、)]|\(\S{1,3}\)|(?:19|20)\d\d年?度?|本部门|本单位|以及|和|及|为|是|[“”\"、,;:-])+")
_BEHIND_NAME: Final = re.compile(r"(?:支出|决算|预算|数|为|安排|约|共计|合计|总额|总计|金额|达到?|共|实际|人民币|类?科目|[“”\":])+$")


@dataclass(slots=True)
class Clause:
    """What has been met since the last separator. `relation` is change, share or completion, or empty."""

    begin: int
    relation: str = ""
    direction: int = 0
    mark: int = -1
    mark_end: int = -1
    relation_base: str = ""
    amount_base: str = ""
    named: bool = False
    locked: bool = False
    """A code or 类款项 path names the subject; phrases inside its name are no subjects."""
    vague: bool = False
    """A subject stands between 增加 and its figure."""
    compared: tuple[int, str, int, int] | None = None
    """“大于年初预算数”: direction, base and place, until a figure or the end of the clause takes it."""
    named_end: int = -1
    """Where the words end that were found to be an item's name; no tokens show them."""
    part: bool = False
    """Words before the subject's phrase are not understood: perhaps they name a part of the department (“局本级基本支出”)."""
    borrowed_end: int = -1
    """Where a phrase ends that has no money of its own and stands for that of the subject before (公务用车 behind its expenses)."""
    linked_end: int = -1
    """Where the base noun of “与全年预算的 0 万元” ends."""

    def relate(self, relation: str, token: Token, direction: int = 0) -> None:
        """A word such as 增长, 占 or 完成: the next figure is meant by it."""
        self.relation, self.direction, self.mark, self.mark_end = relation, direction, token.start, token.end
        self.relation_base, self.vague = "", False

    def spend(self, end: int) -> None:
        """The figure has been read: what was said about it is used up."""
        self.begin, self.relation, self.direction, self.mark, self.amount_base = end, "", 0, -1, ""
        self.compared, self.vague, self.linked_end, self.borrowed_end = None, False, -1, -1


def close_by(text: str, start: int, end: int) -> bool:
    """Whether only filling words stand between a sign word and its figure (增加了约 3 万元, not 增加至)."""
    return end >= start and _GAP.fullmatch(text, start, end) is not None


def name_in(text: str, start: int, end: int) -> str:
    """The words from `start` to `end` as a name: without a leading year or numbering and a trailing 支出为."""
    return _bare_name(text[start:end])


@lru_cache(maxsize=8192)
def _bare_name(words: str) -> str:
    return _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", words))


def rest_of_sentence(text: str, begin: int) -> str:
    """What a sentence goes on with from a place."""
    end = text.find("。", begin)
    return text[begin : end if end >= 0 else len(text)]


def unknown_words(text: str, start: int, end: int, tokens: Sequence[Token]) -> str:
    """What is left of some words when known tokens and filling words are taken away; empty when all is understood."""
    left = []
    at = start
    first = bisect_right(tokens, start, key=lambda token: token.end)  # tokens ascend and do not overlap
    for place in range(first, len(tokens)):
        token = tokens[place]
        if token.start >= end:
            break
        left.append(text[at : max(at, token.start)])
        at = max(at, token.end)
    left.append(text[at:end])
    return _without_filler(" ".join(left))


@lru_cache(maxsize=8192)
def _without_filler(words: str) -> str:
    return "".join(_CHINESE.findall(_filler().sub("", words)))


@lru_cache(maxsize=4096)
def is_share_filler(words: str) -> bool:
    """Whether words around the whole of “占…的” say nothing more about it."""
    return not re.search(r"[\u4e00-\u9fff]", _share_filler().sub("", words))


@cache
def _filler() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(claim_words().filler, key=len, reverse=True))))


@cache
def _share_filler() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(claim_words().share_filler, key=len, reverse=True))))
