"""From the dialect of the rules (DuckDB) to Spark's: sqlglot does it, but for a few things that mean something else on Spark.

Each change below is proved by tests/auditing/spark/test_contract.py, which runs the same expressions on both engines.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import sqlglot
from sqlglot import exp

from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_REGEX: Final = (exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace)


@cache
def to_spark(sql: str) -> str:
    """`sql` in Spark's dialect, to be run in ANSI mode; UsageError when it is not one statement that sqlglot can translate."""
    try:
        (tree,) = sqlglot.parse(sql, read="duckdb")
        if tree is None:
            raise UsageError("查询是空的。")
        for node in reversed(list(tree.walk())):  # the inner ones first: what replaces a node is not looked into again
            meant = _as_spark_means_it(node)
            if meant is not node:
                node.replace(meant)
        return tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    except (sqlglot.ParseError, sqlglot.UnsupportedError, ValueError) as error:
        msg = f"查询不能译成 Spark 的写法：{error}\n{sql}"
        raise UsageError(msg) from error


def reading_from(sql: str, tables: Mapping[str, str]) -> str:
    """`sql` (DuckDB's dialect) with some tables replaced by others, which are known in it by the old names.

    >>> reading_from("select f.value from facts f join claims on claims.line = f.line", {"claims": "wanted"})
    'SELECT f.value FROM facts AS f JOIN wanted AS claims ON claims.line = f.line'
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    for table in tree.find_all(exp.Table):
        if table.name in tables:
            table.replace(exp.to_table(tables[table.name], alias=table.alias_or_name))
    return tree.sql(dialect="duckdb")


def tables_named(sql: str) -> set[str]:
    """The names that a query (DuckDB's dialect) reads from, in lower case; those of its own common table expressions are among them.

    Raises UsageError when it cannot be parsed.

    >>> sorted(tables_named("with a as (select * from Facts) select * from a join claims using (line)"))
    ['a', 'claims', 'facts']
    """
    try:
        return {table.name.lower() for tree in sqlglot.parse(sql, read="duckdb") if tree for table in tree.find_all(exp.Table)}
    except sqlglot.ParseError as error:
        msg = f"查询不能译成 Spark 的写法：{error}\n{sql}"
        raise UsageError(msg) from error


def _as_spark_means_it(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Div):
        return _quotient(node)
    if isinstance(node, exp.DataType) and node.this is exp.DataType.Type.INT128:  # the widest whole number that Spark has
        return exp.DataType.build("decimal(38, 0)")
    if isinstance(node, exp.Sign):  # an integer in DuckDB, a double on Spark
        return exp.cast(exp.Anonymous(this="SIGN", expressions=[node.this]), exp.DataType.Type.INT)
    if isinstance(node, _REGEX):
        pattern = node.expression
        if isinstance(pattern, exp.Literal) and pattern.is_string:
            node.set("expression", exp.Literal.string(java_pattern(pattern.this)))
    return node


def _quotient(node: exp.Div) -> exp.Expr:
    """DuckDB divides as doubles whatever the types; Spark divides decimals as decimals and stops at a zero, here it is NULL."""
    double = exp.DataType.Type.DOUBLE
    return exp.Anonymous(this="TRY_DIVIDE", expressions=[exp.cast(node.this, double), exp.cast(node.expression, double)])


def java_pattern(pattern: str) -> str:
    r"""A pattern of RE2 (DuckDB) in Java's syntax.

    Java lets classes nest, ends a line at more characters than a line feed, and lets `$` match before a last line feed.

    >>> java_pattern("^([a-z]+)[[].*$")
    '(?d)^([a-z]+)[\\[].*\\z'
    """
    written, inside, at = [], False, 0
    while at < len(pattern):
        step = 2 if pattern[at] == "\\" else 1
        piece = pattern[at : at + step]
        opens = piece == "[" and not inside
        if opens and pattern[at + 1 : at + 2] == "^":
            piece, step = "[^", 2
        written.append(_in_class(piece) if inside else r"\z" if piece == "$" else piece)
        at += step
        if opens and pattern[at : at + 1] == "]":  # first in its class it stands for itself
            written.append(r"\]")
            at += 1
        inside = opens or (inside and piece != "]")
    return ("(?d)" if "." in pattern else "") + "".join(written)


def _in_class(piece: str) -> str:
    return f"\\{piece}" if piece in {"[", "&", "^"} else piece
