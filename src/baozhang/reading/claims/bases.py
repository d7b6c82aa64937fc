"""What a change, completion or budget figure refers to: an earlier year's account or budget, the initial or the adjusted budget."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from baozhang.reading.claims.tokens import Token

PRIOR_FINAL: Final = "prior_final"
PRIOR_BUDGET: Final = "prior_budget"
EARLIER: Final = "earlier"
"""A year before the last one: no table and no other figure of the document is of it."""
INITIAL: Final = "initial_budget"
ADJUSTED: Final = "adjusted_budget"
BUDGET: Final = "budget"
"""A budget of the year that is not named more closely."""

BASE_ROLES: Final = frozenset(
    {"prior", "prior_final", "prior_budget", "same_period", "initial_budget", "adjusted_budget", "budget", "year"}
)
BUDGET_BASES: Final = frozenset({INITIAL, ADJUSTED, BUDGET})
_LINK: Final = re.compile(
    r"(?:[与较比同和跟]|较之|相比|比较|对比|低于|高于)之?(?:本部门|本单位|我局|我部门|其|去年|本级|部门|单位|当年|本年)?$"
)


def is_linked(text: str, at: int) -> bool:
    """Whether the words before position `at` compare with what stands there (与…, 较…, 比…).

    >>> is_linked("与上年决算数相比", 1)
    True
    """
    return bool(_LINK.search(text[max(0, at - 6) : at]))


def compares(text: str, at: int) -> bool:
    """Whether what ends at position `at` is said to be compared with, its 与 left out (上年同期相比,增加 …)."""
    return text.startswith("相比", at)


def base_of(token: Token, stage: str, fiscal_year: int | None) -> str:
    """The base a token of `BASE_ROLES` names; empty when it is the year itself."""
    prior = PRIOR_BUDGET if stage == "budget" else PRIOR_FINAL
    if token.role in {"prior", "same_period"}:
        return prior
    if token.role != "year" or token.figure is None:
        return token.role
    noun, year = token.figure.unit, token.figure.value
    if fiscal_year is not None and year >= fiscal_year:
        return _this_year(noun)
    if fiscal_year is not None and year < fiscal_year - 1:
        return EARLIER
    if noun.endswith(("预算", "预算数")):
        return PRIOR_BUDGET
    return PRIOR_FINAL if "决算" in noun or "执行" in noun else prior


def _this_year(noun: str) -> str:
    if noun.startswith("年初"):
        return INITIAL
    if noun.startswith(("全年", "调整")):
        return ADJUSTED
    return BUDGET if "预算" in noun and "执行" not in noun else ""
