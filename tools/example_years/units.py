"""The two units of every example and their projects: which of them a flow belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.funds import usual_funds

if TYPE_CHECKING:
    from baozhang.ledger.cube import Flow

OFFICE: Final = "001001"
CENTRE: Final = "001002"
OPERATING_CODES: Final = ("302", "310")
"""What counts as 机关运行经费 of the office: 商品和服务支出, 资本性支出."""


def unit_of(func: str) -> str:
    """The office runs what is administrative, the centre what is an institution's (事业) and the services (经办)."""
    name = code_names().get(func, "").removeprefix("行政事业").removeprefix("机关事业")
    return CENTRE if any(word in name for word in ("事业", "经办")) else OFFICE


def project_of(flow: Flow) -> str:
    """The project a flow belongs to: staff and operating cost of each unit, named projects, else one per function."""
    if flow.nature == "basic":
        return f"{unit_of(flow.func)}{'R' if flow.part == 'staff' else 'G'}"
    return f"X{int(flow.name[1:]):03d}" if flow.name else f"X{flow.func}"


def dimensions(flow: Flow) -> dict[str, str]:
    """The fields of a register that a flow fills."""
    fund = usual_funds()[flow.fund or "other"].code
    words = {"agency_code": unit_of(flow.func), "exp_func_code": flow.func, "fund_type_code": fund}
    if flow.flow == "spending":
        words |= {"dep_bgt_eco_code": flow.eco, "pro_code": project_of(flow)}
    return words
