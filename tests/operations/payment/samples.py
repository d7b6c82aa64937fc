"""Cases and parameters for tests of payment: random years with everything that can be unusual about a case."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

import pyarrow as pa
from hypothesis import strategies as st

from baozhang.operations.payment.parameters import BedDays, Capitation, Cases, Package, Parameters, Procurement, read_parameters
from baozhang.operations.payment.relations import CASES, WHOLE

DATA: Final = resources.files("baozhang.operations.payment") / "data"

_DEFAULTS: Final[dict[str, Any]] = {
    "level": "三级",
    "department": "内科",
    "class": "",
    "month": "2024-03",
    "insurance": "职工",
    "days": 7,
    "leave": 0,
    "auxiliary": WHOLE,
    "basic": 0,
    "patient": 0,
}


def parameters(name: str) -> Parameters:
    """Parameters that come with the program."""
    return read_parameters(DATA / f"{name}.toml")


def of_cases(name: str) -> Cases:
    """Parameters of a method that counts cases."""
    found = parameters(name)
    assert isinstance(found, Cases)
    return found


def of_bed_days(name: str) -> BedDays:
    """Parameters of bed-days."""
    found = parameters(name)
    assert isinstance(found, BedDays)
    return found


def of_budgets() -> tuple[Capitation, Package, Procurement]:
    """Parameters of the methods by budget."""
    found = tuple(parameters(f"{name}-example") for name in ("capitation", "county-package", "procurement"))
    assert isinstance(found[0], Capitation)
    assert isinstance(found[1], Package)
    assert isinstance(found[2], Procurement)
    return found[0], found[1], found[2]


def table(rows: list[dict[str, Any]]) -> pa.Table:
    """A file of cases as it is read; what a row does not say is usual."""
    return pa.Table.from_pylist([{**_DEFAULTS, "id": f"{at:05}", **row} for at, row in enumerate(rows)], CASES.schema)


ROWS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "hospital": st.sampled_from("甲乙丙"),
            "level": st.sampled_from(["三级", "二级"]),
            "code": st.sampled_from(["A", "B", "C", ""]),
            "cost": st.integers(1, 10**8),
            "patient": st.integers(0, 10**6),
            "days": st.sampled_from([None, 1, 2, 7, 60]),
            "month": st.sampled_from(["2022-05", "2023-05", "2024-05"]),
            "insurance": st.sampled_from(["职工", "居民"]),
            "auxiliary": st.sampled_from([WHOLE, 10_800, 13_001]),
            "basic": st.integers(0, 1),
        }
    ),
    min_size=1,
    max_size=25,
)
