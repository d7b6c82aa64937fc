"""An account compiled: cover, contents, duties, statements, explanation, glossary and annex as one publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.compiling.narrative.teller import Teller
from baozhang.compiling.narrative.template import pieces_of
from baozhang.compiling.pieces import Publication

if TYPE_CHECKING:
    from baozhang.compiling.account import Account


def compile_account(account: Account) -> Publication:
    """The whole document. What is missing (reasons, counts, texts) is listed in `missing`, and stands in the text as a gap.

    UsageError when the layout has no template.
    """
    teller = Teller(account)
    pieces = pieces_of(account, teller)
    stage = "决算" if account.layout.stage == "final" else "预算"
    name = f"{account.department}（汇总）" if account.consolidated else account.department
    title, cover = f"{account.year}年度{name}部门{stage}", (f"{account.year}年度", f"{name}部门{stage}")
    missing = tuple(dict.fromkeys([*teller.missing, *account.owed]))
    return Publication(title, cover, pieces, missing, tuple(teller.owed.values()))
