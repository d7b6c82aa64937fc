"""The budget of a year of final accounts: what was approved at first, and the adjustments that made it what was spent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from tools.example_years.units import dimensions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.ledger.books import Row
    from baozhang.ledger.cube import Flow

STAGES: Final = ("一上", "一下", "二上", "批复")
"""A line stands in every stage with the amount it was approved with: published documents tell no other."""
_WORDS: Final = {"追加": "年中追加经费", "追减": "按实际需要核减"}


def budget_of_year(flows: Sequence[Flow], initial: Mapping[str, int], year: int) -> dict[str, list[Row]]:
    """Lines of the initial budget and adjustments, by which every line has the budget it spent.

    `initial` is the approved general public budget by function; one that is not named was approved with what was spent.
    """
    by_code: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.flow == "spending":
            by_code[flow.func if flow.fund == "general_public" else ""].append(flow)
    lines: list[Row] = []
    adjustments: list[Row] = []
    for code, spent in sorted(by_code.items()):
        approved = _shared(initial[code], spent) if code in initial else [flow.amount for flow in spent]
        for flow, first in zip(spent, approved, strict=True):
            where = dimensions(flow)
            if first:
                lines.append({"bgt_stage": STAGES[-1], **where, "amount": first})
            if flow.amount != first:
                adjustments.append(_adjustment(flow.amount - first, where, year))
    return {"budget_lines": lines, "adjustments": adjustments}


def _shared(whole: int, spent: Iterable[Flow]) -> list[int]:
    """An approved amount shared out in proportion to what was spent, to the fen; the largest line bears the rest."""
    amounts = [flow.amount for flow in spent]
    shares = [whole * amount // max(sum(amounts), 1) for amount in amounts]
    shares[amounts.index(max(amounts))] += whole - sum(shares)
    return shares


def _adjustment(amount: int, where: Mapping[str, str], year: int) -> Row:
    kind = "追加" if amount > 0 else "追减"
    number = 1 if amount > 0 else 2
    return {
        "adj_kind": kind, "adj_batch_no": f"{year}-{number:02d}", "adj_date": date(year, 10, 15),
        "cor_bgt_doc_no": f"示例预〔{year}〕{number}号", **where, "amount": amount, "reason": _WORDS[kind],
    }  # fmt: skip
