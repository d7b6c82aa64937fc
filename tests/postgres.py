"""A PostgreSQL server of our own for a session of tests; `tests/conftest.py` makes it a fixture."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_postgres(command: str) -> None:
    """PostgreSQL refuses to run as root."""
    call = ["su", "postgres", "-s", "/bin/bash", "-c", command] if os.geteuid() == 0 else ["/bin/bash", "-c", command]
    subprocess.run(call, check=True, capture_output=True)  # noqa: S603  # a fixed command of the test


@pytest.fixture(scope="session", name="postgres_server")
def postgres_server() -> Iterator[str]:
    """The URL of a server of our own, on a Unix socket only, without its database."""
    programs = _programs()
    if programs is None or (os.geteuid() == 0 and shutil.which("su") is None):
        pytest.skip("PostgreSQL is not installed (looked for /usr/lib/postgresql/*/bin)")
    folder = Path(tempfile.mkdtemp(prefix="baozhang-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _as_postgres(f"{programs}/initdb -D {folder}/d -A trust -U app --no-sync -E UTF8 --locale=C.UTF-8")
        options = f"-k {folder} -p 55999 -c listen_addresses='' -c fsync=off -c max_connections=40"
        _as_postgres(f'{programs}/pg_ctl -D {folder}/d -w -t 180 -l {folder}/log -o "{options}" start')
        try:
            yield f"postgresql+psycopg://app@/NAME?host={folder}&port=55999"
        finally:
            _as_postgres(f"{programs}/pg_ctl -D {folder}/d -m immediate -w stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
