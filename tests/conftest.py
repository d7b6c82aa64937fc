"""What holds for every test: generated examples take the time they need, and are the same from run to run in CI.

One Spark session and one PostgreSQL server serve all tests that need one: starting them costs more than any of those.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from baozhang.errors import UsageError
from baozhang.facts.spark.session import spark_session
from tests.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

__all__ = ["postgres_server", "session"]
"""Fixtures for every folder of tests."""

settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

QUICK = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "spark.driver.memory": "1g"}
"""A short life: the best compiler of Java would spend more than it saves."""


@pytest.fixture(scope="session")
def session() -> Iterator[SparkSession]:
    """A local session; the tests are skipped, and say so, where Java or pyspark is absent.

    Whoever uses it belongs to the xdist group `spark` (`tests/test_repository.py` looks): a session for each process would cost more
    than the tests.
    """
    starting = spark_session("local[2]", QUICK)
    try:
        started = starting.__enter__()
    except UsageError as error:
        pytest.skip(str(error))
    yield started
    starting.__exit__(None, None, None)
