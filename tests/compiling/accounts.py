"""Accounts to compile in tests: the figures of an example, a year before with half of everything, and every detail given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.compiling.account import Account, details
from baozhang.compiling.figures import Figures, figures_of
from baozhang.reading import read_file
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
CLEAN: Final = ("final-account-clean.txt", "budget-clean.md")
DEPARTMENT: Final = "某市医疗保障局"
TEXTS: Final = {
    "duties": ("（一）拟订全市医疗保障政策并组织实施。", "（二）监督管理医疗保障基金。"),
    "units": ("某市医疗保障局（本级）", "某市医疗保障基金中心"),
    "work": ("完善多层次医疗保障体系，守好基金安全底线。",),
}


class AlwaysAReason(dict[str, str]):
    """Reasons as a careful officer would have entered them: one for whatever is asked."""

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]  # a default of another type makes no sense here
        """The reason for a cell."""
        return default or f"相关工作任务按计划调整（{len(key)}）"


def complete_details(layout_stage: str) -> dict[str, int]:
    """Every disclosed figure that a document of this stage tells, consistent in itself."""
    given = {key: 1 if one.unit != "元" else 0 for key, one in details().items() if layout_stage in one.stages}
    money = {
        "operating_expenses": 47_000_000,
        "operating_expenses.prior": 48_000_000,
        "operating_expenses.initial": 48_000_000,
        "procurement.total": 30_000_000,
        "procurement.goods": 10_000_000,
        "procurement.services": 20_000_000,
        "procurement.sme": 15_000_000,
        "procurement.small": 6_000_000,
        "procurement.sme_goods": 5_000_000,
        "procurement.sme_services": 10_000_000,
        "performance.self_amount": 90_000_000,
        "performance.target_amount": 90_000_000,
    }
    return given | {key: fen for key, fen in money.items() if key in given}


def doubled(figures: Figures) -> Figures:
    """Every amount twice: sums and equalities hold as before."""
    return Figures({key: 2 * fen for key, fen in figures.cells.items()}, figures.names)


def example_account(name: str, layout: str = "", reasons: Mapping[str, str] | None = None) -> Account:
    """The account of an example document, in its own layout or another of its stage."""
    document = read_file(EXAMPLES / name)
    shape = layouts()[layout or document.about.layout]
    figures = figures_of(document.facts)
    budget = {
        ("three_public", item, "budget"): fen
        for (one, item, column), fen in figures.cells.items()
        if (one, column) == ("three_public", "final")
    }
    figures = Figures({**budget, **figures.cells}, figures.names)
    return Account(
        layout=shape,
        department=DEPARTMENT,
        year=document.about.fiscal_year or 2024,
        figures=figures,
        prior=doubled(figures),
        initial=doubled(figures) if shape.stage == "final" else None,
        details=complete_details(shape.stage),
        texts=TEXTS | {f"use.{code}": ("保障相关工作",) for code in figures.items("general")},
        reasons=AlwaysAReason() if reasons is None else reasons,
    )
