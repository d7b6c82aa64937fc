"""Review of targets before they are approved: what a finance officer would send back, each with its reason (Chinese).

The words that tell what an indicator is about are those of the taxonomy (`indicator_words.toml`); only sure words stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import FEN_PER, SCALE, fen_to_text, scaled_to_text
from baozhang.performance.attainment import attain
from baozhang.performance.evaluation import TOTAL
from baozhang.performance.forms import FULL_MARKS
from baozhang.performance.library import level_of, match
from baozhang.taxonomy.indicator_words import load_indicator_words

if TYPE_CHECKING:
    from baozhang.performance.evaluation import Evaluation
    from baozhang.performance.forms import Indicator

_FAR_BELOW: Final = Fraction(8, 10)
"""A target below this share of last year's actual value is far below it."""
_LEVELS: Final = frozenset({"成本", "产出", "效益", "满意度"})
"""First levels that every form has."""
_EXECUTION: Final = 100_000
"""Ten points for execution, which target forms may leave out of their weights."""
_PERCENT: Final = frozenset({"%", "百分比"})
Prior = Mapping[tuple[str, str], "Indicator"]
"""Last year's indicators with their actual values, by project and name."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to correct or explain: which indicator (empty: the whole form), what kind of fault, why."""

    indicator: str
    kind: str
    """`measurable`, `direction`, `level`, `cost`, `weights` or `prior`."""
    reason: str


def review(target: Evaluation, prior: Prior | None = None) -> tuple[Remark, ...]:
    """Everything to correct or explain in a target form; `prior` allows the comparison with last year."""
    found = [remark for line in target.lines for check in _CHECKS for remark in check(line.indicator, target)]
    found += [remark for line in target.lines for remark in _against_prior(line.indicator, target, prior or {})]
    return (*found, *_weights(target))


def _measurable(one: Indicator, _: Evaluation) -> Iterator[Remark]:
    if one.target is None and not any(char.isdigit() for char in one.target_text):
        said = f"指标值“{one.target_text}”是文字，只能定性评分，能量化的应改为数量、比率或期限"
        yield Remark(one.name, "measurable", said if one.target_text else "没有指标值，年末无法衡量是否完成")


def _direction(one: Indicator, _: Evaluation) -> Iterator[Remark]:
    known = match(one.name)
    may_be_capped = _is_cost(one) or "执行率" in one.name or _about(one, "positive_rate_except")
    if one.operator in {"<=", "<"} and one.target_unit in _PERCENT and _about(one, "positive_rate") and not may_be_capped:
        yield Remark(one.name, "direction", f"指标越高越好，指标值“{one.target_text}”却是上限")
    if one.operator in {">=", ">"} and _is_cost(one) and _about(one, "cost_ceiling"):
        yield Remark(one.name, "direction", f"成本应控制在限额以内，指标值“{one.target_text}”却是下限")
    elif one.operator in {">=", ">"} and known is not None and known.indicator.direction == "down":
        yield Remark(one.name, "direction", f"指标库中“{known.indicator.name}”越低越好，指标值“{one.target_text}”却是下限")


def _level(one: Indicator, _: Evaluation) -> Iterator[Remark]:
    if _is_cost(one) and _about(one, "not_cost"):
        yield Remark(one.name, "level", f"列在“{one.level2 or one.level1}”下，内容不是成本")
        return
    known, level = match(one.name), level_of(one)
    usual = [first for first, _ in known.indicator.levels] if known else []
    if known and level in _LEVELS and level not in usual:
        said = "、".join(dict.fromkeys(first for first in usual if first in _LEVELS))
        yield Remark(one.name, "level", f"列在“{level}”下，指标库中“{known.indicator.name}”列在“{said}”下")


def _cost(one: Indicator, target: Evaluation) -> Iterator[Remark]:
    money = next((line.initial for line in target.funds if line.source == TOTAL), None)
    if not _is_cost(one) or one.target is None or money is None or one.target_unit not in FEN_PER:
        return
    wanted = Fraction(one.target * FEN_PER[one.target_unit], SCALE)
    if wanted > money:
        yield Remark(one.name, "cost", f"成本指标值“{one.target_text}”高于项目资金{fen_to_text(money)}万元")


_CHECKS: Final[tuple[Callable[[Indicator, Evaluation], Iterator[Remark]], ...]] = (_measurable, _direction, _level, _cost)


def _against_prior(one: Indicator, target: Evaluation, prior: Prior) -> Iterator[Remark]:
    """A floor against what was reached last year: the new target stands as if it were the actual value of the old one."""
    before = prior.get((target.project, one.name))
    if before is None or before.actual is None or one.target is None or one.operator not in {">=", ">", "="}:
        return
    if (before.actual_unit or before.target_unit) != one.target_unit or before.actual <= 0:
        return
    share = Fraction(one.target, before.actual)
    if share < _FAR_BELOW:
        percent = scaled_to_text(int(share * 100) * SCALE, 0)
        yield Remark(one.name, "prior", f"指标值“{one.target_text}”只有上年完成值“{before.actual_text}”的{percent}%，请说明或提高")
    elif share == 1 and attain(before).reached and "%" not in one.target_unit:
        yield Remark(one.name, "prior", f"指标值“{one.target_text}”等于上年完成值，没有体现提高，请说明")


def _weights(target: Evaluation) -> Iterator[Remark]:
    weights = sum(line.indicator.weight for line in target.lines)
    if weights and weights + (target.funds_weight or 0) not in {FULL_MARKS, FULL_MARKS - _EXECUTION}:
        yield Remark("", "weights", f"分值合计{scaled_to_text(weights + (target.funds_weight or 0), 0)}分，加上执行率应为100分")


def _is_cost(one: Indicator) -> bool:
    return one.level1 == "成本指标" or one.level2 in {"成本指标", "经济成本指标"}


def _about(one: Indicator, topic: str) -> bool:
    return any(word.word in one.name for word in load_indicator_words() if word.topic == topic)
