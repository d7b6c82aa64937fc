"""The example of the guide runs as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.csv as pacsv

from baozhang.cli import main

if TYPE_CHECKING:
    import pytest

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "warehouse.md"


def test_from_generation_to_grouping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOZHANG_DATA", str(tmp_path / "data"))
    example = GUIDE.read_text(encoding="utf-8").split("```sh\n")[1].split("```")[0]
    commands = [shlex.split(line) for line in example.strip().splitlines()]
    assert {command[0] for command in commands} == {"baozhang"}
    for command in commands:
        assert main(command[1:]) == 0, command
    assert "例均元" in capsys.readouterr().out
    statuses = pacsv.read_csv(tmp_path / "分组结果.csv")["status"].to_pylist()
    assert statuses.count("grouped") >= 0.9 * len(statuses) > 100
