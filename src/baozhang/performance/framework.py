"""The framework of a department's own evaluation (决策, 过程, 产出, 效益) as dated data: what is asked, and for how many points."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import UsageError
from baozhang.facts.amounts import SCALE
from baozhang.performance.forms import FULL_MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABOUT: Final = frozenset({"id", "title", "source", "valid_from"})
_ITEM: Final = frozenset({"id", "levels", "name", "asks", "weight"})
_OPTIONAL: Final = frozenset({"from", "computed"})


@dataclass(frozen=True, slots=True)
class Item:
    """One third-level item; `takes` are first levels whose indicators share its points, `computed` says that the ledger gives it."""

    id: str
    level1: str
    level2: str
    name: str
    asks: str
    weight: int
    takes: tuple[str, ...] = ()
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework; weights are ten-thousandths of a point and add up to a hundred points."""

    id: str
    title: str
    source: str
    valid_from: int
    items: tuple[Item, ...]


def parse_framework(text: str, file: str) -> Framework:
    """A framework from its TOML; UsageError names the file and what is unknown, missing or does not add up."""
    data = tomllib.loads(text)
    about, items = data.get("framework", {}), data.get("item", [])
    wrong = set(about) ^ _ABOUT
    for item in items:
        wrong |= (_ITEM - set(item)) | (set(item) - _ITEM - _OPTIONAL)
    if wrong:
        raise UsageError(f"评价指标体系 {file} 缺少或不认识 {sorted(wrong)}")
    made = tuple(_item(one) for one in items)
    if sum(one.weight for one in made) != FULL_MARKS:
        raise UsageError(f"评价指标体系 {file} 的分值合计应为100分")
    return Framework(about["id"], about["title"], about["source"], about["valid_from"], made)


def _item(one: Mapping[str, Any]) -> Item:  # Any: a table of a TOML file; its keys were checked
    first, second = one["levels"]
    weight = int(Decimal(str(one["weight"])) * SCALE)
    return Item(one["id"], first, second, one["name"], one["asks"], weight, tuple(one.get("from", ())), one.get("computed", ""))


@cache
def framework() -> Framework:
    """The framework in force."""
    text = (files("baozhang.performance") / "data" / "framework.toml").read_text(encoding="utf-8")
    return parse_framework(text, "framework.toml")
