"""What a document is compiled from: a department's figures of a year, of the year before and of the budget, and its own words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baozhang.compiling.figures import Figures
    from baozhang.compiling.pieces import Piece
    from baozhang.taxonomy.layouts import Layout

REASON: Final = "原因"
"""What the number of a reason begins with; the cell it explains follows behind a dot."""
USE: Final = "use"
"""The place of what an item is spent on; its code follows behind a dot."""
PLACES: Final = {"duties": "职责", "work": "任务", "performance": "绩效", "units": "单位", USE: "用途"}
"""What the places of a department's own words are called."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A figure that only the explanatory part discloses, e.g. the batches received.

    `unit` is 元 for money (kept in fen), else its counting word; `basis` is where the duty to disclose it comes from.
    """

    id: str
    label: str
    unit: str
    stages: frozenset[str]
    basis: str


@cache
def details() -> dict[str, Detail]:
    """Every figure the explanatory part discloses beside the statements (data/details.toml), by id."""
    text = (resources.files("baozhang.compiling") / "data" / "details.toml").read_text(encoding="utf-8")
    found = {}
    for entry in tomllib.loads(text)["detail"]:
        found[entry["id"]] = Detail(entry["id"], entry["label"], entry["unit"], frozenset(entry["stages"]), entry["basis"])
    return found


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Account:
    """One budget or final account, ready to be compiled.

    `prior` are last year's statements of the same stage, `initial` the year's own initial budget (final accounts); None when unknown.
    `details` are disclosed figures by id (see `details()`), fen for money. `texts` are the department's own words by the name of their
    place (duties, units, work …), one entry per paragraph. `reasons` explain changes, by cell: `general[2101501].total`. `forms` are the
    pieces of the performance annex, in order; `owed` is what is missing in them (Chinese, one sentence each).
    """

    layout: Layout
    department: str
    year: int
    figures: Figures
    prior: Figures | None = None
    initial: Figures | None = None
    details: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[str, str] = field(default_factory=_nothing)
    forms: tuple[Piece, ...] = ()
    owed: tuple[str, ...] = ()
    consolidated: bool = False

    def __post_init__(self) -> None:
        """Names that nothing knows are wrong use: a figure must not be lost because its name was mistyped."""
        unknown = sorted(set(self.details) - set(details()))
        if unknown:
            raise UsageError(f"不认识的披露项目 {'、'.join(unknown)}。请用 docs/guide 中列出的名称。")
