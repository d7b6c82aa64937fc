"""How exact a figure is where trailing zeros are not printed.

Some documents print `18`, `4.3` and `660.56` in one breath: the zeros are trimmed, and `18` means 18.00. Read by its own digits
alone such a figure would stand for anything from 17.5 to 18.5, and a wrong one would pass for rounding. Where most figures with
decimals have the finest number of them, the coarser ones are trimmed, not rounded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import FEN_PER
from baozhang.facts.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baozhang.facts.records import ClaimRow, FactRow, FundingRow, StatementRow

_ENOUGH: Final = 3
_WHOLE: Final = FEN_PER["万元"] // 2
"""Half of one 万元: the half unit of a figure printed without decimals."""


def finest(half_units: Iterable[int]) -> int | None:
    """The half unit all figures of one kind really have, in fen, or None when they may well be rounded as printed.

    >>> finest([5000, 5000, 5000, 50000, 500000])
    5000
    """
    counts = Counter({half: count for half, count in Counter(half_units).items() if half < _WHOLE})
    if not counts:
        return None
    least = min(counts)
    enough = counts[least] >= _ENOUGH and 2 * counts[least] > counts.total()
    return least if enough else None


def sharpen_facts(facts: Sequence[FactRow], statements: Sequence[StatementRow]) -> tuple[FactRow, ...]:
    """Facts whose half unit is that of the document's tables in the same unit, where these trim their zeros."""
    units = {statement.statement: statement.unit for statement in statements}
    if len({(statement.unit, statement.decimals) for statement in statements}) == len(set(units.values())):
        return tuple(facts)  # all tables of a unit print as many decimals: none is coarser than the others
    printed: dict[str, list[int]] = defaultdict(list)
    for fact in facts:
        if fact.value and fact.text:
            _, _, decimals = fact.text.replace(" ", "").partition(".")
            unit = units[fact.statement]
            printed[unit].append(FEN_PER[unit] // 10 ** len(decimals) // 2)
    exact = {unit: finest(halves) for unit, halves in printed.items()}
    coarsest = max(map(attrgetter("half_unit"), facts), default=0)
    if not any(half is not None and coarsest > half for half in exact.values()):
        return tuple(facts)
    return tuple(_sharper(fact, exact.get(units[fact.statement])) for fact in facts)


def _sharper(fact: FactRow, half: int | None) -> FactRow:
    return fact if half is None or fact.half_unit <= half else replace(fact, half_unit=half)


def sharpen_fundings(fundings: Sequence[FundingRow]) -> tuple[FundingRow, ...]:
    """Funding lines of the forms, likewise."""
    half = finest(row.half_unit for row in fundings if row.initial or row.adjusted or row.executed)
    if half is None:
        return tuple(fundings)
    return tuple(row if row.half_unit <= half else replace(row, half_unit=half) for row in fundings)


def sharpen_claims(claims: Sequence[ClaimRow]) -> tuple[ClaimRow, ...]:
    """Amounts of the prose that speak of a table, likewise; 约 and figures in 亿元 stay as rough as they are."""
    half = finest(claim.half_unit for claim in claims if _exact_money(claim) and claim.value)
    if half is None:
        return tuple(claims)
    return tuple(replace(claim, half_unit=half) if _exact_money(claim) and claim.half_unit > half else claim for claim in claims)


def _exact_money(claim: ClaimRow) -> bool:
    money = claim.unit == "元" and claim.kind in {"amount", "change"} and "万元" in claim.text
    return money and bool(claim.statement) and "约" not in claim.text
