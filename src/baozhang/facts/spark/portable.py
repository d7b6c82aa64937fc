"""What a query of the rules may use, so that it means the same in DuckDB and on Spark: checked by parsing, without starting Spark.

The list is short on purpose. Something new is added with an expression in tests/auditing/spark/test_contract.py that proves it.
"""

from __future__ import annotations

import re
from typing import Final

import sqlglot
from sqlglot import exp

FUNCTIONS: Final = frozenset(
    {
        exp.Abs, exp.And, exp.Case, exp.Cast, exp.Coalesce, exp.Concat, exp.Count, exp.Exists, exp.Floor, exp.Greatest, exp.GroupConcat,
        exp.If, exp.Least, exp.Left, exp.Length, exp.Max, exp.Min, exp.Nullif, exp.Or, exp.RegexpExtract, exp.RegexpLike,
        exp.RegexpReplace, exp.Replace, exp.Right, exp.Round, exp.RowNumber, exp.Sign, exp.StrPosition, exp.Substring, exp.Sum, exp.Trim,
        exp.TryCast,
    }
)  # fmt: skip
"""Functions whose results are proved equal."""

_INTEGERS: Final = frozenset({exp.DataType.Type.BIGINT, exp.DataType.Type.INT, exp.DataType.Type.SMALLINT})
_EXACT_FORM: Final = (exp.Round, exp.Floor)


def unportable(sql: str) -> list[str]:
    """What in a query does not mean the same on both engines; empty when all is well."""
    (tree,) = sqlglot.parse(sql, read="duckdb")
    if tree is None:
        return ["the query is empty"]
    return [trouble for node in tree.walk() for trouble in _troubles(node)]


def _troubles(node: exp.Expr) -> list[str]:
    found = []
    if isinstance(node, exp.Func) and type(node) not in FUNCTIONS:
        found.append(f"{node.sql(dialect='duckdb')}: {node.key} is not among the functions proved equal")
    for kind, check in _CHECKS:
        if isinstance(node, kind) and (why := check(node)):
            found.append(f"{node.sql(dialect='duckdb')}: {why}")
    return found


def _unordered_text(node: exp.Expr) -> str:
    """A list without one differs from run to run: sqlglot keeps the order inside the aggregate or, for Spark, around it."""
    ordered = isinstance(node.this, exp.Order) or isinstance(node.parent, exp.WithinGroup)
    return "" if ordered else "the order of the joined texts is any; add order by"


def _unordered_number(node: exp.Expr) -> str:
    window = node.find_ancestor(exp.Window)
    return "" if window is not None and window.args.get("order") else "row_number() without order by numbers in any order"


def _quotient_cast(node: exp.Expr) -> str:
    """A double becomes an integer, decimal or text differently: only through round or floor, and only an integer."""
    kind = node.args["to"].this
    inner = node.this.unnest()
    if not _is_double(inner):
        return ""
    if kind in _INTEGERS:
        return "a double is cut off by one engine and rounded by the other; use round or floor"
    if kind is exp.DataType.Type.DOUBLE:
        return ""
    return "a double is written and rounded differently; compute with whole fen and decimals, e.g. fen * 0.000001"


def _is_double(node: exp.Expr) -> bool:
    if isinstance(node, _EXACT_FORM):
        return False
    return isinstance(node, exp.Div) or any(_is_double(part.unnest()) for part in node.iter_expressions() if isinstance(node, exp.Binary))


def _first_only(node: exp.Expr) -> str:
    """Spark replaces every match."""
    modifiers = node.args.get("modifiers")
    if modifiers is not None and modifiers.name == "g":
        return ""
    pattern = node.expression.name
    anchored = re.match(r"\^", pattern) or pattern.endswith("$")
    return "" if anchored else "without 'g' only the first match is replaced, on Spark every one; anchor it"


def _replacement(node: exp.Expr) -> str:
    text = node.args.get("replacement")
    return "" if isinstance(text, exp.Literal) and not set(text.name) & set("\\$") else "groups in a replacement are written differently"


def _any_space(node: exp.Expr) -> str:
    return "" if node.args.get("expression") is not None else "what counts as a space is any engine's choice; say which, e.g. trim(t, ' ')"


def _no_group(node: exp.Expr) -> str:
    return "" if node.args.get("group") is not None else "say which group"


def _like(node: exp.Expr) -> str:
    return "a backslash in like escapes on Spark only" if "\\" in node.expression.name else ""


def _unfit_pattern(node: exp.Expr) -> str:
    pattern = node.expression.name if isinstance(node.expression, exp.Literal) else ""
    return "letters behind a backslash mean different things; write the class out" if re.search(r"\\[^\W\d_n]", pattern) else ""


def _start(node: exp.Expr) -> str:
    start = node.args.get("start")
    return "a text begins at 1" if isinstance(start, exp.Literal | exp.Neg) and not re.fullmatch(r"[1-9]\d*", start.sql()) else ""


def _subquery(node: exp.Expr) -> str:
    """Spark takes a scalar subquery for an expression that must be grouped by."""
    select = node.find_ancestor(exp.Select)
    scalar = not isinstance(node.parent, exp.From | exp.Join | exp.In | exp.Exists | exp.CTE | exp.Union)
    grouped = select is not None and select.args.get("group") is not None
    return "a scalar subquery beside an aggregate; use a window or a join" if scalar and grouped else ""


def _limited(_: exp.Expr) -> str:
    return "which rows are left is any engine's choice"


_CHECKS: Final = (
    (exp.GroupConcat, _unordered_text),
    (exp.RowNumber, _unordered_number),
    (exp.Cast, _quotient_cast),
    (exp.RegexpReplace, _first_only),
    (exp.RegexpReplace, _replacement),
    (exp.Trim, _any_space),
    (exp.RegexpExtract, _no_group),
    ((exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace), _unfit_pattern),
    (exp.Like, _like),
    (exp.Substring, _start),
    (exp.Subquery, _subquery),
    (exp.Limit, _limited),
)
