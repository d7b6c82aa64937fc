"""The use of results: who spends too little again and again, and what is proposed, with the arithmetic."""

from __future__ import annotations

import pytest

from baozhang.performance.use_of_results import History, Result, policy, propose

WAN = 1_000_000
POINT = 10_000


def history(*years: tuple[int, int | None]) -> History:
    """A programme of 100 a year: percent spent, and points (None where they are not known)."""
    results = tuple(
        Result(2020 + at, "某局", 100 * WAN, rate * WAN, rate * POINT, None if total is None else total * POINT, "")
        for at, (rate, total) in enumerate(years)
    )
    return History("1", "甲项目", "项目", results)


@pytest.mark.parametrize(
    ("years", "rule", "amount", "words"),
    [
        ([(97, 95)], "keep", 100, "绩效和执行正常（95分，执行率97.00%），按需求安排：全年预算数100.00万元×100%＝100.00万元"),
        ([(97, 95), (79, 95)], "hold-back", 95, "执行率低于80%"),
        ([(79, 95), (61, 95)], "base-on-spending", 61, "连续2年执行率低于80%（2020年79.00%、2021年61.00%）"),
        ([(61, 95), (97, 79)], "cut", 90, "绩效评价不足80分"),
        ([(79, 95), (61, 59)], "stop", 0, "绩效评价不足60分"),
        ([(97, None)], "keep", 100, "未评定"),
    ],
)
def test_the_first_rule_that_fits_is_proposed(years: list[tuple[int, int | None]], rule: str, amount: int, words: str) -> None:
    """A good year ends a row of bad ones; an unknown total is below nothing."""
    proposal = propose(history(*years))
    assert (proposal.rule.id, proposal.amount) == (rule, amount * WAN)
    assert words in proposal.reason


def test_the_rules_have_a_source_and_the_last_fits_everything() -> None:
    """So that there is a proposal for every project."""
    assert policy().source
    last = policy().rules[-1]
    assert (last.total_below, last.rate_below, last.repeatedly_low) == (None, None, False)
