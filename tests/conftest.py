"""What holds for every test: generated examples take the time they need, and are the same from run to run in CI.

One Spark session and one PostgreSQL server serve all tests that need one: starting them costs more than any of those.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from baozhang.errors import UsageError
from baozhang.facts.spark.session import spark_session
from tests.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession
    from xdist.remote import Producer  # type: ignore[import-untyped]  # xdist ships no types
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

__all__ = ["postgres_server", "session"]
"""Fixtures for every folder of tests."""

settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "1",
}
"""A short life: the best compiler of Java, and one of every query, would spend more than they save."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the session comes first: it takes a process longest, while the other one does the rest."""
    items.sort(key=lambda item: item.get_closest_marker("spark") is None)


@pytest.hookimpl(optionalhook=True)  # xdist asks, where it is in use
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """The tests of a file keep to one process, which makes what they share once; so do all that need the session, one Java machine.

    The groups of xdist 3.8 would say so, but it writes them where pytest 9.2 no longer looks.
    """
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  # not needed without it

    folder = Path(__file__).parent
    files = {path for path in folder.rglob("test_*.py") if "pytest.mark.spark" in path.read_text(encoding="utf-8")}
    together = {path.relative_to(folder.parent).as_posix() for path in files - {folder / "test_repository.py"}}

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # of a library without types
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "spark" if file in together else file

    config.option.loadscopereorder = False  # in the order above, not the files with most tests first
    return ByFile(config, log)


@pytest.fixture(scope="session")
def session() -> Iterator[SparkSession]:
    """A local session; the tests are skipped, and say so, where Java or pyspark is absent.

    Whoever uses it has the mark `spark` in the file (`tests/test_repository.py` looks), and so runs in one process with all others.
    """
    starting = spark_session("local[2]", QUICK)
    try:
        started = starting.__enter__()
    except UsageError as error:
        pytest.skip(str(error))
    yield started
    starting.__exit__(None, None, None)
