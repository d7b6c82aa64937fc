"""Runs the queries of payment in DuckDB over Arrow tables; what one query answers the next one reads by its name."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import duckdb

from baozhang.errors import EvaluationError
from baozhang.facts.opening import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa


@cache
def query(name: str) -> str:
    """The text of a query, e.g. `points`."""
    return (resources.files(__package__) / "queries" / f"{name}.sql").read_text(encoding="utf-8")


class Engine:
    """Relations by name, and the queries over them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Work in a connection of one's own."""
        self._connection = connection

    def give(self, relations: Mapping[str, pa.Table]) -> None:
        """Make Arrow tables known by name."""
        for name, table in relations.items():
            self._connection.register(name, table)

    def ask(self, name: str) -> pa.Table:
        """Run a query of ours; its answer is a relation of the same name from now on.

        Raises EvaluationError for amounts beyond what can be computed with whole numbers.
        """
        try:
            found = self._connection.sql(query(name)).to_arrow_table()
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            reason = str(error).splitlines()[0][:120]
            raise EvaluationError(f"金额或人数超出可计算的范围（{reason}）；请检查金额的单位是否为分。") from error
        self._connection.register(name, found)
        return found

    def table(self, sql: str) -> pa.Table:
        """The answer of a small query."""
        return self._connection.sql(sql).to_arrow_table()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a small query."""
        return self._connection.execute(sql).fetchall()


@contextmanager
def engine(relations: Mapping[str, pa.Table]) -> Iterator[Engine]:
    """An engine that knows some relations, closed at the end."""
    with open_engine() as connection:
        made = Engine(connection)
        made.give(relations)
        yield made
