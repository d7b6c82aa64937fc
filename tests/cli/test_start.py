"""How the program starts: what one verb needs does not make all the others wait."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "duckdb",
    "sqlalchemy",
    "alembic",
    "psycopg",
    "pyspark",
    "typst",
    "docx",
    "xlsxwriter",
    "python_calamine",
    "pypdfium2",
    "lxml",
    "asyncio",
}


def test_the_command_line_loads_no_library_before_a_verb_needs_it() -> None:
    """An audit of one document takes less than a second: loading what only the books or the compiler need would be a quarter of it."""
    program = "import sys, baozhang.cli; baozhang.cli.build_parser(); print(*{name.split('.')[0] for name in sys.modules})"
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    loaded = set(made.stdout.split())
    assert "baozhang" in loaded
    assert not loaded & HEAVY
