"""How the program starts: what one verb needs does not make all the others wait."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from baozhang.cli import VERBS

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


def loaded_by(program: str) -> set[str]:
    """The modules that are loaded once a program of a line or two has run."""
    made = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", f"import sys, contextlib, io\n{program}\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(made.stdout.split())


def test_the_command_line_loads_no_library_before_a_verb_needs_it() -> None:
    """An audit of one document takes about a second: loading what only the books or the compiler need would be a quarter of it."""
    loaded = loaded_by("from baozhang.cli import build_parser; build_parser()")
    assert "baozhang.cli.year" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_a_verb_loads_no_other_verb() -> None:
    loaded = loaded_by("from baozhang.cli import main\nwith contextlib.redirect_stdout(io.StringIO()): main(['layouts', 'list'])")
    verbs = {name.split(".")[2] for name in loaded if name.startswith("baozhang.cli.")} & set(VERBS)
    assert verbs == {"layouts"}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_called_as_its_module(verb: str) -> None:
    assert verb == import_module(f"baozhang.cli.{verb}").NAME


def test_whoever_reads_a_text_does_not_load_the_reading_of_pages() -> None:
    text = "一、收入支出决算总体情况说明\\n2024年度收入总计100.00万元。\\n|项目|金额|\\n|合计|100.00|"
    loaded = loaded_by(f"from baozhang.reading.document import read_text\nassert read_text('{text}', 'a').blocks")
    assert "baozhang.reading.statements.reader" in loaded
    assert not {"baozhang.reading.formats.paged.geometry", "pypdfium2"} & loaded


def test_whoever_audits_a_lake_does_not_load_the_reader() -> None:
    loaded = loaded_by("import baozhang.cli.lake.audit, baozhang.auditing.lake.examining")
    assert "baozhang.auditing.lake.examining" in loaded
    assert not {"baozhang.reading.document", "lxml", "pypdfium2"} & loaded


def test_reading_loads_neither_arrow_nor_the_engine() -> None:
    """A process that reads beside another one should not load what that one loads."""
    loaded = loaded_by("import baozhang.cli.outcomes")
    assert "baozhang.reading.document" in loaded
    assert not {"pyarrow", "numpy", "duckdb"} & loaded


def test_whoever_audits_what_another_process_reads_does_not_load_the_reader() -> None:
    loaded = loaded_by("import baozhang.cli.batches, baozhang.auditing.reports")
    assert "baozhang.auditing.engine" in loaded
    assert "baozhang.reading.document" not in loaded
