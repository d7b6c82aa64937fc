"""One document is read by a process beside the one that audits it: the same results, whatever becomes of that process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.cli.beside import ReadingBeside, reading_beside
from baozhang.cli.outcomes import read_outcomes
from baozhang.errors import InputError
from baozhang.reading import Source

if TYPE_CHECKING:
    import pytest

_EXAMPLE = Path(__file__).parents[2] / "examples" / "budget-with-defects.txt"
_MODULE = [sys.executable, "-P", "-m", "baozhang.cli.beside"]


def _read(source: Source) -> list[object]:
    with ReadingBeside() as beside:
        beside.ask(source, every=True)
        return [*beside.outcomes()]


def test_what_another_process_reads_is_what_this_one_reads() -> None:
    """Record by record."""
    assert _read(Source(_EXAMPLE)) == [*read_outcomes(Source(_EXAMPLE))]


def test_why_a_file_cannot_be_read_comes_back(tmp_path: Path) -> None:
    """In the words of the reader."""
    (outcome,) = _read(Source(tmp_path / "none.txt"))
    assert isinstance(outcome, InputError)
    assert "文件不存在" in outcome.why


def test_a_process_that_fails_is_replaced_by_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be killed, or not be there at all; half an answer is none."""
    for code in (
        "raise SystemExit(1)",
        "print('half an answer'); raise SystemExit(1)",
        "import sys; sys.stdin.buffer.read(9); sys.exit(1)",
    ):
        process = subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1)  # noqa: S603 -- our own words
        monkeypatch.setattr("baozhang.cli.beside._started", lambda process=process: process)
        assert _read(Source(_EXAMPLE)) == [*read_outcomes(Source(_EXAMPLE))]
    monkeypatch.setattr("baozhang.cli.beside._started", lambda: None)
    assert _read(Source(_EXAMPLE)) == [*read_outcomes(Source(_EXAMPLE))]


def test_the_process_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """Also in the middle of a file: nothing is left behind that nobody waits for."""
    with ReadingBeside():
        pass
    asked = subprocess.run(_MODULE, input=b"", capture_output=True, check=False, timeout=60)  # noqa: S603 -- ourselves
    assert (asked.returncode, asked.stdout) == (0, b"")
    (tmp_path / "stuck.py").write_text("import time, baozhang.cli.outcomes as o\no.read_all = lambda *_, **__: time.sleep(600)\n")
    code = f"exec(open({str(tmp_path / 'stuck.py')!r}).read()); from baozhang.cli.beside import _answer; _answer()"
    request = b"\x80\x05)\x88\x86."  # ((), True)
    stuck = subprocess.run([sys.executable, "-c", code], input=request, capture_output=True, check=False, timeout=60)  # noqa: S603 -- our own words
    assert stuck.returncode == 1


def test_another_process_is_started_only_where_it_pays(tmp_path: Path) -> None:
    """Not for a folder, not on one processor, not where the reader is loaded, as it is here."""
    for paths, jobs in (([str(tmp_path)], 2), ([str(_EXAMPLE)], 1), ([str(_EXAMPLE), str(_EXAMPLE)], 2), ([str(_EXAMPLE)], 2)):
        with reading_beside(paths, jobs) as beside:
            assert beside is None


def test_the_command_says_the_same_with_and_without_it(tmp_path: Path) -> None:
    """Byte by byte, for an account and for a file that is none; the exit status as well."""
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    for file, status in ((_EXAMPLE, 1), (bad, 3)):
        said = []
        for jobs in ("1", "2"):
            words = [sys.executable, "-m", "baozhang.cli", "audit", str(file), "--format", "json", "--jobs", jobs]
            said.append(subprocess.run(words, capture_output=True, check=False))  # noqa: S603 -- our own words
        assert [one.returncode for one in said] == [status, status]
        assert said[0].stdout == said[1].stdout
        assert said[0].stderr == said[1].stderr
