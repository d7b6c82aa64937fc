"""Vehicles and equipment in the section on state property: how many of each kind, and what is to be bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from baozhang.reading.claims.subjects import Subject, Target

_GIVEN_UP: Final = ("处置", "报废", "报损", "出租", "出借", "划转", "调出")
"""Words of vehicles that no longer serve the department."""


@dataclass(slots=True)
class Inventory:
    """What the paragraph has counted so far. `buying` is on from 购置 to the end of the sentence."""

    buying: bool = False
    kinds: int = 0
    bought_kinds: int = 0
    total_seen: bool = False
    bought_seen: bool = False

    def vehicles(self, words: str, unit: str) -> Subject | None:
        """The subject of a count of vehicles named by `words`: the first is the total, those behind it are the kinds."""
        if unit != "辆" and not (unit == "台" and "车" in words and "设备" not in words):
            return None
        if any(word in words for word in _GIVEN_UP):
            return _counted(words, "vehicles.disposed", unit)
        if self.buying:
            return self._bought(words, unit)
        if not self.total_seen:
            self.total_seen = True
            return _counted("车辆", "vehicles.total", unit) if unit == "辆" else None
        self.kinds += 1
        return _counted(words, f"vehicles.kind.{self.kinds}", unit)

    def _bought(self, words: str, unit: str) -> Subject:
        if not self.bought_seen:
            self.bought_seen = True
            return _counted("购置车辆", "purchase.vehicles", unit, "purchase.vehicles_amount")
        self.bought_kinds += 1
        return _counted(words, f"purchase.vehicles.kind.{self.bought_kinds}", unit, "purchase.vehicles_amount")

    def equipment(self, words: str, price: int) -> Subject:
        """The subject “单价 n 万元以上设备”, in stock or to be bought."""
        item = f"purchase.equipment_{price}" if self.buying else f"equipment.over_{price}"
        counts = {unit: Target("disclosure", item, "count") for unit in ("台(套)", "台", "套", "台/套", "套(台)", "件", "个", "项")}
        return Subject(words, (Target("disclosure", f"{item}_amount", "amount"),), counts)

    def end_sentence(self) -> None:
        """A full stop ends the purchase."""
        self.buying = False


def _counted(words: str, item: str, unit: str, amount: str = "") -> Subject:
    money = (Target("disclosure", amount, "amount"),) if amount else ()
    return Subject(words, money, {unit: Target("disclosure", item, "count")})
