"""The institutions of the city, and which of them a person goes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from baozhang.operations.city.assumptions import assumption
from baozhang.operations.city.plan import CITYWIDE, Draw

if TYPE_CHECKING:
    from baozhang.operations.city.assumptions import Ints, Shares
    from baozhang.operations.city.plan import Plan

PHARMACY: Final = 4
"""The kind of pharmacies; kinds 0 to 3 are institutions of level 3, 2, 1 and 0."""
CITY_HOSPITALS: Final = 0
"""The kind that serves the whole city, not a district."""
DOCTORS: Final = 24
"""Doctors of each institution."""


@dataclass(frozen=True, slots=True)
class Providers:
    """Institutions, in the order of their codes (from 1): kind (0 to 4), hosp_lv, district, beds; where each kind and district is."""

    districts: int
    kind: Ints
    grade: Ints
    district: Ints
    beds: Ints
    names: tuple[str, ...]
    begin: Ints
    """Place of the first one, kinds × districts."""
    count: Ints

    def chosen(self, kinds: Ints, districts: Ints, uniform: Shares) -> Ints:
        """The code of an institution of each kind in each district; the first ones are the most popular."""
        begin, count = self.begin[kinds, districts], self.count[kinds, districts]
        return 1 + begin + np.minimum(np.floor(count * uniform**1.6).astype(np.int64), count - 1)

    def other(self, codes: Ints) -> Ints:
        """For each institution another one of its kind and district; itself where it is the only one."""
        place = codes - 1
        kind, district = self.kind[place], np.maximum(self.district[place], 0)
        begin, count = self.begin[kind, district], self.count[kind, district]
        return 1 + begin + (place - begin + 1) % count


def build_providers(plan: Plan) -> Providers:
    """The institutions that a city of the size has."""
    rng = plan.stream(CITYWIDE, Draw.INSTITUTIONS)
    rules = assumption("use")
    districts = max(1, round(plan.persons / rules["districts"]["persons"]))
    columns: dict[str, list[int]] = {name: [] for name in ("kind", "grade", "district", "beds")}
    names: list[str] = []
    begin = np.zeros((PHARMACY + 1, districts), dtype=np.int64)
    count = np.zeros((PHARMACY + 1, districts), dtype=np.int64)
    for kind, one in enumerate(rules["institutions"]):
        whole = kind == CITY_HOSPITALS
        places = 1 if whole else districts
        number = max(one["least"], round(plan.persons / places / one["persons"]))
        for district in range(places):
            begin[kind, district:] = len(names)
            count[kind, district:] = number
            for rank in range(number):
                columns["kind"].append(kind)
                columns["grade"].append(one["lv"][int(rng.integers(len(one["lv"])))])
                columns["district"].append(-1 if whole else district)
                columns["beds"].append(one["beds"] * int(rng.integers(70, 131)) // 100)
                names.append(f"合成{one['title']}{district + 1:02}{rank + 1:03}号")
    arrays = {name: np.array(values, dtype=np.int64) for name, values in columns.items()}
    return Providers(districts, names=tuple(names), begin=begin, count=count, **arrays)
