"""Points by levels and the project's money, told in the sentences of an evaluation report or of the performance part.

“决策类指标权重20分,得分19分,得分率95%”, “产出指标(30分,得29分)”: only first-level words are taken, so that what is read adds up to the
total. Of the money only a sentence that tells spending and its rate in one breath is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.reading.forms.draft import empty_indicator
from baozhang.reading.forms.folding import key
from baozhang.reading.forms.values import money, points, rate
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from baozhang.facts.records import IndicatorRow

_POINTS: Final = r"\d{1,3}(?:\.\d{1,2})?"
_TOLD: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)(?:类)?(?:一级)?(?:指标)?(?:情况|方面|部分|类)?\s*[(:,]?\s*(?:指标)?(?:权重|分值|满分|总分值?|标准分)?(?:为|共|是|:)?\s*"
    rf"(?P<weight>{_POINTS})\s*分,\s*(?:该项|本项)?(?:自评|评价|实际|综合|最终)?(?:得分|得|扣分后得分)(?:为|是|:)?\s*(?P<score>{_POINTS})\s*分"
    r"(?:\)?,?\s*得分率(?:为|达|是|:)?\s*(?P<rate>\d{1,3}(?:\.\d{1,2})?)%)?"
)
_SCORED: Final = "分,"
"""What every match has between its points: few texts hold it, and the expression may begin at any word."""
_AMOUNT: Final = r"\d[\d,]*(?:\.\d+)?(?:亿元|万元|元)"
_ADJUSTED: Final = re.compile(rf"(?:全年预算数?|调整后预算数?|预算调整为|调整为|调整后)(?:为|是|共|合计|:)?({_AMOUNT})")
_INITIAL: Final = re.compile(rf"年初(?:批复)?预算(?:数|资金|安排)?(?:为|是|共|合计|:)?({_AMOUNT})")
_PLAIN: Final = re.compile(rf"(?:预算资金|预算安排|预算数|预算总额|预算)(?:为|是|共|合计|:)?({_AMOUNT})")
_SPENT: Final = re.compile(rf"(?:全年执行数|实际支出数?|执行数|实际执行|实际使用|共支出|支出|支付)(?:资金)?(?:为|是|共|合计|:)?({_AMOUNT})")
_RATE: Final = re.compile(r"(?:预算|资金)?执行率(?:为|达到|达|是|:)?(\d{1,3}(?:\.\d+)?)%")
_EXECUTION: Final = ("预算执行", "预算执行率", "资金执行", "预算执行情况")
_THIS: Final = ("该指标", "该类指标", "该项", "本项", "该项指标", "该部分")
_HEADING: Final = re.compile(
    r"(?:^|\n)[ ]*(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.]|[一二三四五六七八九十]{1,3}、)\s*(?P<head>[^\n,。:;(]{2,14})"
)
_SENTENCE: Final = re.compile(r"[^。\n]+")


@dataclass(frozen=True, slots=True)
class ToldMoney:
    """What one sentence tells of the project's money: fen, and percent in ten-thousandths."""

    initial: int | None
    adjusted: int | None
    executed: int
    rate: int


def told_money(text: str) -> ToldMoney | None:
    """The first sentence that tells one spending and one rate of execution, with a budget beside them."""
    for found in _SENTENCE.finditer(text):
        sentence = "".join(found[0].split())
        spent, rates = _SPENT.findall(sentence), _RATE.findall(sentence)
        budgets = [_INITIAL.findall(sentence), _ADJUSTED.findall(sentence), _PLAIN.findall(_ADJUSTED.sub("", _INITIAL.sub("", sentence)))]
        if len(spent) != 1 or len(rates) != 1 or any(len(found) > 1 for found in budgets) or not any(budgets):
            continue
        executed, share = money(spent[0], "元"), rate(rates[0] + "%", None, None)
        initial, adjusted, plain = (_fen(found) for found in budgets)
        if executed is None or share is None or (plain is not None and initial is not None and adjusted is not None):
            continue
        if adjusted is None:
            adjusted = plain
        elif initial is None:
            initial = plain
        return ToldMoney(initial, adjusted, executed[0], share)
    return None


def _fen(found: list[str]) -> int | None:
    amount = money(found[0], "元") if found else None
    return amount[0] if amount else None


def told_points(text: str, line_at: Callable[[int], int]) -> list[IndicatorRow]:
    """The points of first levels as indicators of their own names; what is told twice alike is told once."""
    found: dict[tuple[str, int | None, int | None], IndicatorRow] = {}
    for match in _TOLD.finditer(text) if _SCORED in text else ():
        level = _level(match["name"]) or (_headed(text, match.start()) if match["name"].endswith(_THIS) else "")
        weight, score = points(match["weight"]), points(match["score"])
        if level and (level, weight, score) not in found:
            found[level, weight, score] = _row(level, weight, score, rate(match["rate"] or "", None, None), line_at(match.start("weight")))
    return list(found.values())


def tells_points(text: str) -> bool:
    """Whether a text tells points of anything."""
    return _SCORED in text and _TOLD.search(text) is not None


def _headed(text: str, position: int) -> str:
    """The first level that the nearest heading before a position names: 该指标 is the one under discussion."""
    headings = [match["head"] for match in _HEADING.finditer(text, 0, position)]
    return _level(re.sub(r"(?:情况|分析|情况分析|指标|类指标)+$", "", headings[-1])) if headings else ""


def _level(name: str) -> str:
    """The first level that the words before the points end with (综上,项目决策 → 决策), or empty."""
    if name.endswith(_EXECUTION):
        return _EXECUTION[0]
    known = performance_words().level1
    for start in range(len(name) - 1):
        word = key(name[start:])
        if word in known or word + "指标" in known:
            return known.get(word) or known[word + "指标"]
    return ""


def _row(level: str, weight: int | None, score: int | None, share: int | None, line: int) -> IndicatorRow:
    return replace(empty_indicator(level, line), level1=level, weight=weight, score=score, score_rate=share)


def figures_of(rows: list[IndicatorRow]) -> int:
    """How many figures such rows hold."""
    return sum(1 for row in rows for value in (row.weight, row.score, row.score_rate) if value is not None)
