"""Points of cases, set by set: the queries `groups` and `points` in whole numbers, the same as the formulas case by case."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from baozhang.errors import UsageError
from baozhang.operations.payment.engine import engine
from baozhang.operations.payment.parameters.header import Method
from baozhang.operations.payment.relations import REVIEWS, WEIGHTS, WHOLE
from baozhang.operations.payment.special_review import admitted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baozhang.operations.payment.parameters import Cases

_ANY_WEIGHT: Final = Fraction(10**14)


@dataclass(frozen=True, slots=True)
class Priced:
    """`cases`: one row per case with kind, weight, coefficient, points and arithmetic.

    `groups` and `adjustments` are what they were compared with.
    """

    cases: pa.Table
    groups: pa.Table
    adjustments: pa.Table
    parameters: Cases
    scheme: str
    constant: int
    """What the weights of groups are multiplied with."""


def price(
    cases: pa.Table,
    history: pa.Table,
    parameters: Cases,
    *,
    scheme: str,
    published: pa.Table | None = None,
    reviews: pa.Table | None = None,
) -> Priced:
    """Count cases by id; weights and means come from `history`, weights from `published` (code, weight) where it is given.

    `reviews` are the outcomes of 特例单议. Raises UsageError where the history has no cost, years are too many, a case comes twice, or a
    hospital has more applications for review than its quota; EvaluationError for amounts beyond what can be computed.
    """
    _check(cases, history)
    agreed = admitted(reviews if reviews is not None else REVIEWS.schema.empty_table(), cases, parameters.header.method)
    relations = {
        "cases": cases,
        "history": pa.table(
            {**{name: history[name] for name in ("hospital", "code", "level", "cost")}, "year": _years(history, parameters)}
        ),
        "years": _year_shares(history, parameters),
        "published": published if published is not None else WEIGHTS.schema.empty_table(),
        "bounds": _bounds(parameters),
        "coefficients": coefficients(parameters.hospitals),
        "institutions": pa.table({"hospital": pa.array(parameters.institutions, pa.string())}),
        "reviews": agreed,
        "terms": _terms(parameters, scheme, published=published is not None),
    }
    with engine(relations) as run:
        groups = run.ask("groups")
        adjustments = run.ask("adjustments")
        return Priced(
            run.ask("points"), groups, adjustments, parameters, scheme, constant_of_groups(parameters, published=published is not None)
        )


def constant_of_groups(parameters: Cases, *, published: bool) -> int:
    """What weights are multiplied with: published DIP scores (分值) hold the constant already."""
    return 1 if published and parameters.header.method is Method.DIP else parameters.constant


def coefficients(by_hospital: Mapping[str, Fraction]) -> pa.Table:
    """Coefficients of hospitals as a relation, ten-thousandths."""
    return pa.table({"hospital": pa.array(by_hospital, pa.string()), "coefficient": _whole(*by_hospital.values())})


def terms_table(**values: object) -> pa.Table:
    """The relation `terms`: one row of scalars; whole numbers, flags and texts, None for what does not apply."""
    types = {bool: pa.bool_(), str: pa.string()}
    return pa.table({name: pa.array([value], types.get(type(value), pa.int64())) for name, value in values.items()})


def ten_thousandths(ratio: Fraction | None) -> int | None:
    """A ratio as the queries hold it."""
    return None if ratio is None else int(ratio * WHOLE)


def _terms(parameters: Cases, scheme: str, *, published: bool) -> pa.Table:
    return terms_table(
        whole=WHOLE,
        by_level=parameters.mean_by_level,
        published=published,
        least_cases=parameters.least_cases,
        constant=parameters.constant,
        group_constant=constant_of_groups(parameters, published=published),
        low=ten_thousandths(parameters.outliers.low_below),
        excess=ten_thousandths(parameters.outliers.excess_share),
        cap=ten_thousandths(parameters.outliers.cap),
        review_above=ten_thousandths(parameters.review_above),
        unstable=ten_thousandths(parameters.unstable),
        special=ten_thousandths(parameters.special),
        days_up_to=parameters.excluded_up_to,
        days_from=parameters.excluded_from,
        basic=ten_thousandths(parameters.basic),
        adjust_by=parameters.adjust_by,
        restricted=bool(parameters.institutions),
        scheme=scheme,
        parameters=parameters.header.label,
    )


def _bounds(parameters: Cases) -> pa.Table:
    bounds = parameters.outliers.high
    limits = [_ANY_WEIGHT if bound.weight_up_to is None else bound.weight_up_to for bound in bounds]
    return pa.table({"up_to": _whole(*limits), "multiple": _whole(*(bound.multiple for bound in bounds))})


def _years(history: pa.Table, parameters: Cases) -> pa.Array:
    """The year of every past case; all the same where years do not weigh."""
    if not parameters.year_weights:
        return pa.repeat("", history.num_rows)
    return pc.utf8_slice_codeunits(history["month"], 0, 4)


def _year_shares(history: pa.Table, parameters: Cases) -> pa.Table:
    years = sorted(pc.unique(_years(history, parameters)).to_pylist())
    shares = parameters.year_weights or (1,)
    if len(years) > len(shares):
        raise UsageError(f"历史病例有 {len(years)} 年（{'、'.join(years)}），参数文件只给出 {len(shares)} 年的权重；请去掉过早的年度。")
    return pa.table({"year": pa.array(years, pa.string()), "share": pa.array(shares[len(shares) - len(years) :], pa.int64())})


def _check(cases: pa.Table, history: pa.Table) -> None:
    if pc.count_distinct(cases["id"]).as_py() != cases.num_rows:
        counts = cases.group_by("id").aggregate([([], "count_all")])
        twice = sorted(counts.filter(pc.greater(counts["count_all"], 1))["id"].to_pylist())[:5]
        raise UsageError(f"病例编号重复：{'、'.join(twice)}；每个病例只能有一行。")
    if not (pc.sum(history["cost"]).as_py() or 0) > 0:
        raise UsageError("历史病例没有费用，不能计算权重；请提供上年（或前三年）的病例。")


def _whole(*values: Fraction) -> pa.Array:
    return pa.array([int(value * WHOLE) for value in values], pa.int64())
