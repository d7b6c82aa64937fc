"""Points of cases, set by set: DuckDB over Arrow tables, in whole numbers, the same as the formulas case by case."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa

from baozhang.errors import EvaluationError, UsageError
from baozhang.operations.payment.clearing import Claim

if TYPE_CHECKING:
    from baozhang.operations.payment.parameters import Parameters

CASES: Final = pa.schema(
    [(name, pa.string()) for name in ("id", "hospital", "level", "code")] + [("cost", pa.int64()), ("patient", pa.int64())]
)
"""Grouped cases: cost and the patient's part in fen."""

WHOLE: Final = 10_000
"""Weights, coefficients and points of a priced table are ten-thousandths."""

_ANY_WEIGHT: Final = Fraction(10**14)


def price(cases: pa.Table, history: pa.Table, parameters: Parameters, *, scheme: str) -> pa.Table:
    """The cases with outlier kind, weight, coefficient, points and their arithmetic, by id; weights and means come from `history`.

    Raises UsageError where the history has no cost or an id comes twice, EvaluationError for amounts beyond what can be computed.
    """
    bounds = parameters.outliers.high
    relations = {
        "cases": cases,
        "history": history,
        "coefficients": pa.table(
            {"hospital": pa.array(parameters.hospitals, pa.string()), "coefficient": _whole(*parameters.hospitals.values())}
        ),
        "bounds": pa.table(
            {
                "up_to": _whole(*(_ANY_WEIGHT if bound.weight_up_to is None else bound.weight_up_to for bound in bounds)),
                "multiple": _whole(*(bound.multiple for bound in bounds)),
            }
        ),
    }
    cap = parameters.outliers.cap
    values = {
        "by_level": parameters.mean_by_level,
        "low": int(parameters.outliers.low_below * WHOLE),
        "excess": int(parameters.outliers.excess_share * WHOLE),
        "cap": None if cap is None else int(cap * WHOLE),
        "unstable": int(parameters.unstable * WHOLE),
        "constant": parameters.constant,
        "scheme": scheme,
        "parameters": parameters.label,
    }
    with duckdb.connect() as connection:
        for name, table in relations.items():
            connection.register(name, table)
        _check(connection)
        try:
            return connection.sql(_query(), params=values).to_arrow_table()
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            raise EvaluationError(f"病例费用超出可计算的范围（{str(error).splitlines()[0]}）；请检查费用的单位是否为分。") from error


def claims_of(priced: pa.Table) -> list[Claim]:
    """What each hospital brings into the clearing: its points and its patients' parts, by hospital."""
    with duckdb.connect() as connection:
        connection.register("priced", priced)
        rows = connection.execute(
            "select hospital, sum(points)::hugeint, sum(patient)::hugeint from priced group by hospital order by hospital"
        ).fetchall()
    return [Claim(hospital, Fraction(points, WHOLE), patient) for hospital, points, patient in rows]


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    twice = connection.execute("select id from cases group by id having count(*) > 1 order by id limit 5").fetchall()
    if twice:
        raise UsageError(f"病例编号重复：{'、'.join(row[0] for row in twice)}；每个病例只能有一行。")
    for name, meaning in (("cases", "病例"), ("history", "历史病例")):
        wrong = connection.execute(
            f"select id from {name} where coalesce(cost, -1) < 0 or coalesce(patient, -1) < 0 or code is null or hospital is null limit 5"  # noqa: S608  # two names of our own
        ).fetchall()
        if wrong:
            raise UsageError(
                f"{meaning}缺少费用、个人负担、机构或病组，或为负数：{'、'.join(str(row[0]) for row in wrong)}；请补齐后重算。"
            )
    if not connection.execute("select coalesce(sum(cost), 0) > 0 from history").fetchall()[0][0]:
        raise UsageError("历史病例没有费用，不能计算权重；请提供上年（或前三年）的病例。")


def _whole(*values: Fraction) -> pa.Array:
    return pa.array([int(value * WHOLE) for value in values], pa.int64())


def _query() -> str:
    return (resources.files(__package__) / "pricing.sql").read_text(encoding="utf-8")
