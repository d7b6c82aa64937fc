"""Files made to exhaust a reader end within set bounds of time and memory, with one sentence or what can be read of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.reading.formats.bombs import BOMBS

ROOT: Final = Path(__file__).parents[3]
MOST_SECONDS: Final = 30
"""Of processor time; the child is ended by the system when it takes more."""
MOST_MEGABYTES: Final = 600
"""Above what the program takes before it reads."""
CHILD: Final = """
import json, os, resource, sys
from pathlib import Path
import baozhang.reading.formats.docx, baozhang.reading.formats.workbooks.xlsx, baozhang.reading.formats.html, baozhang.reading.formats.ofd
from baozhang.cli.outcomes import read_outcome
from baozhang.errors import InputError
from baozhang.reading.sources import Source, expand
def read(path, out):
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
    sources = [each for each in expand(path) if isinstance(each, Source)]
    outcomes = [read_outcome(source) for source in sources[:3]]
    os.write(out, json.dumps([getattr(outcome, "why", "") for outcome in outcomes]).encode())
    os._exit(0)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(Path(sys.argv[1]).iterdir()):
    inside, out = os.pipe()
    child = os.fork()
    if not child:
        read(path, out)
    os.close(out)
    whys = os.read(inside, 65536)
    _, status, used = os.wait4(child, 0)
    seconds, megabytes = round(used.ru_utime + used.ru_stime, 1), (used.ru_maxrss - before) // 1024
    print(json.dumps([path.name, status, seconds, megabytes, json.loads(whys or "[]")]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no processes with limits of their own")
def test_bombs_end_within_bounds(tmp_path: Path) -> None:
    for name, make in BOMBS.items():
        (tmp_path / name.replace(": ", " - ")).write_bytes(make())
    command = [sys.executable, "-c", CHILD, str(tmp_path), str(MOST_SECONDS)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603  # our own program
    results = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(results) == len(BOMBS)
    assert [(name, status) for name, status, *_ in results if status] == []
    assert [(name, megabytes) for name, _, _, megabytes, _ in results if megabytes > MOST_MEGABYTES] == []
    assert [(name, whys) for name, *_, whys in results if not whys or any("程序出错" in why for why in whys)] == []
