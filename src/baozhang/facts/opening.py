"""Opening DuckDB: the same everywhere, and as little as the work needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

_CLOSED: Final = {
    "autoinstall_known_extensions": False, "autoload_known_extensions": False, "allow_community_extensions": False,
    "python_enable_replacements": False,
}  # fmt: skip
"""Nothing is fetched from a network or loaded by the way, and no variable of Python is taken for a table."""


def open_engine(
    database: str | Path = ":memory:", *, files: bool = False, threads: int | None = None, memory: str | None = None
) -> duckdb.DuckDBPyConnection:
    """An engine that says nothing while it works, and opens no file by name unless `files`.

    `threads` to compute with (None: all processors), `memory` such as `400MB` to hold at most (None: what DuckDB thinks fit).
    """
    settings: dict[str, str | bool | int | float | list[str]] = {**_CLOSED, "enable_external_access": files}
    if threads is not None:
        settings["threads"] = threads
    if memory is not None:
        settings["memory_limit"] = memory
    connection = duckdb.connect(str(database), config=settings)
    connection.execute("set enable_progress_bar = false")
    return connection
