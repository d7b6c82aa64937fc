"""特例单议: how many cases a hospital may put to review, and which of its cases were admitted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import UsageError
from baozhang.operations.payment.parameters.header import Method

if TYPE_CHECKING:
    from collections.abc import Mapping

GREATEST_SHARE: Final[Mapping[Method, Fraction]] = {
    Method.DRG_POINTS: Fraction(5, 100),
    Method.DRG_RATE: Fraction(5, 100),
    Method.DIP: Fraction(5, 1000),
}
"""Of the discharges: DRG no more than 5 %, DIP no more than 5 ‰ (国家医保局 DRG/DIP 2.0 版分组方案通知, 医保发〔2025〕18号)."""

GRANTED: Final = "同意"
RESULTS: Final = (GRANTED, "不同意")


def quota(discharges: int, method: Method) -> int:
    """The greatest number of applications, whole cases.

    >>> quota(1999, Method.DRG_POINTS), quota(1999, Method.DIP)
    (99, 9)
    """
    return int(discharges * GREATEST_SHARE[method])


@dataclass(frozen=True, slots=True)
class ReviewUse:
    """A hospital's use of its quota: discharges, greatest number of applications, applications, and those that were granted."""

    hospital: str
    discharges: int
    quota: int
    applied: int
    granted: int


def review_use(reviews: pa.Table, cases: pa.Table, method: Method) -> list[ReviewUse]:
    """How every hospital that applied has used its quota, by hospital.

    Raises UsageError for applications that are no case of the file, and for outcomes that are none.
    """
    outcomes = dict(zip(reviews["id"].to_pylist(), reviews["result"].to_pylist(), strict=True))
    hospitals = dict(zip(cases["id"].to_pylist(), cases["hospital"].to_pylist(), strict=True))
    unknown = sorted(case for case, result in outcomes.items() if case not in hospitals or result not in RESULTS)
    if unknown:
        raise UsageError(f"特例单议中有不在病例文件里的病例，或结果不是“同意”“不同意”：{'、'.join(unknown[:5])}；请核对编号和结果。")
    discharges, applied = Counter(hospitals.values()), Counter(hospitals[case] for case in outcomes)
    granted = Counter(hospitals[case] for case, result in outcomes.items() if result == GRANTED)
    return [
        ReviewUse(name, discharges[name], quota(discharges[name], method), count, granted[name]) for name, count in sorted(applied.items())
    ]


def admitted(reviews: pa.Table, cases: pa.Table, method: Method) -> pa.Table:
    """The ids of cases whose review was granted (同意), as the relation `reviews`.

    Raises UsageError as `review_use` does, and for hospitals beyond their quota.
    """
    if not reviews.num_rows:
        return pa.table({"id": pa.array([], pa.string())})
    used = review_use(reviews, cases, method)
    beyond = [f"{each.hospital} 申请 {each.applied} 例、限 {each.quota} 例" for each in used if each.applied > each.quota]
    if beyond:
        raise UsageError(f"特例单议申请超过限额：{'；'.join(beyond[:5])}；请按规定核减后重算。")
    return reviews.filter(pc.equal(reviews["result"], GRANTED)).select(["id"]).sort_by("id")
