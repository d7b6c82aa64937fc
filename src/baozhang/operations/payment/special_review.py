"""特例单议: how many cases a hospital may put to review, and which of its cases were admitted."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pyarrow as pa

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

RESULTS: Final = ("同意", "不同意")


def quota(discharges: int, method: Method) -> int:
    """The greatest number of applications, whole cases.

    >>> quota(1999, Method.DRG_POINTS), quota(1999, Method.DIP)
    (99, 9)
    """
    return int(discharges * GREATEST_SHARE[method])


def admitted(reviews: pa.Table, cases: pa.Table, method: Method) -> pa.Table:
    """The ids of cases whose review was granted (同意), as the relation `reviews`.

    Raises UsageError for applications that are no case of the file, outcomes that are none, and hospitals beyond their quota.
    """
    outcomes = dict(zip(reviews["id"].to_pylist(), reviews["result"].to_pylist(), strict=True))
    if not outcomes:
        return pa.table({"id": pa.array([], pa.string())})
    hospitals = dict(zip(cases["id"].to_pylist(), cases["hospital"].to_pylist(), strict=True))
    unknown = sorted(case for case, result in outcomes.items() if case not in hospitals or result not in RESULTS)
    if unknown:
        raise UsageError(f"特例单议中有不在病例文件里的病例，或结果不是“同意”“不同意”：{'、'.join(unknown[:5])}；请核对编号和结果。")
    discharges, applied = Counter(hospitals.values()), Counter(hospitals[case] for case in outcomes)
    beyond = [
        f"{name} 申请 {count} 例、限 {quota(discharges[name], method)} 例"
        for name, count in sorted(applied.items())
        if count > quota(discharges[name], method)
    ]
    if beyond:
        raise UsageError(f"特例单议申请超过限额：{'；'.join(beyond[:5])}；请按规定核减后重算。")
    return pa.table({"id": pa.array(sorted(case for case, result in outcomes.items() if result == RESULTS[0]), pa.string())})
