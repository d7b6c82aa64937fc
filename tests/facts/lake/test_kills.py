"""Whatever process is killed, wherever: nothing is lost, nothing is there twice, and the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from baozhang.facts.lake import Lake
from baozhang.facts.lake.verify import repair, verify
from tests.facts.lake.samples import add, lake_of, write_folder

ROOT = Path(__file__).parents[3]
POINTS = 50
pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed by signals")


def runs_of(folder: Path, lake: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.facts.lake.kills", str(folder), str(lake), str(POINTS)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_killed_at_fifty_points_of_ingestion_and_compaction(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 40)
    (tmp_path / "in" / "copy.md").write_bytes((tmp_path / "in" / "0000.md").read_bytes())
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00\x01 no text")
    runs = runs_of(tmp_path / "in", tmp_path / "lake")
    assert sum(run["killed"] == signal.SIGKILL for run in runs) == POINTS
    assert [run["problems"] for run in runs if run["problems"]] == []
    assert any(run["leftovers"] for run in runs), "no process was killed between writing and committing"
    held: set[str] = set()
    for run in runs:
        assert len(run["documents"]) == len(set(run["documents"]))
        assert held <= set(run["documents"])
        held = set(run["documents"])
    undisturbed = lake_of(tmp_path / "undisturbed", tmp_path / "in").snapshot()
    assert sorted(held) == sorted(key for part in undisturbed.parts for key in part.documents)
    added = [run for run in runs if run["doing"] == "add"][-1]
    compacted = runs[-1]
    assert added["rows"] == compacted["rows"]
    assert added["rows"]["documents"] == 40
    assert compacted["segments"] < added["segments"]
    remove_leftovers(Lake(tmp_path / "lake"))


def remove_leftovers(lake: Lake) -> None:
    litter = lake.root / "data" / "facts" / "fiscal_year=2024" / "half.parquet"
    litter.write_bytes(b"PAR1 cut")
    with lake.writer() as writer:
        writer.sweep(grace=0)
        found = verify(lake, idle=True)
        assert litter in (found.leftovers or ())
        assert repair(lake, found) == 0
        assert verify(lake, idle=True).leftovers == ()


def lake_add(lake: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "baozhang.cli", "lake", "add", str(folder), "--lake", str(lake), "--jobs", "2"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_command_leaves_a_good_lake_and_no_processes(tmp_path: Path, how: signal.Signals) -> None:
    write_folder(tmp_path / "in", 300)
    for patience in (0.9, 1.6):
        process = lake_add(tmp_path / "lake", tmp_path / "in")
        time.sleep(patience)
        process.send_signal(how)
        process.wait(timeout=60)
        deadline = time.monotonic() + 60
        while alive(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not alive(process.pid), "worker processes outlived the command"
    lake = Lake(tmp_path / "lake")
    add(lake, tmp_path / "in")
    found = verify(lake, idle=True)
    assert (found.problems, lake.snapshot().documents) == ((), 300)
