"""One small city for all tests that look at one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.operations.warehouse.engine import opened
from tests.operations.city.samples import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from baozhang.operations.warehouse import Warehouse


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A city of 1,000 persons."""
    return generate(tmp_path_factory.mktemp("city"), 1_000)


@pytest.fixture(scope="session")
def connection(city: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """The city, to be asked."""
    with opened(city) as asked:
        yield asked
