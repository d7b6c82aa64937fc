"""`baozhang payment report`: indicators by hospital, department and group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    del operations
