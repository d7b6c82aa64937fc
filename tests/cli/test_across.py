"""`baozhang audit` with several documents of a department: they are compared with each other behind the audits of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from baozhang.cli import main
from benchmarks.corpus.__main__ import main as corpus

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_documents_of_one_department_are_compared(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    corpus(["--count", "4", "--layouts", "national-final", "--errors", "1", "--kinds", "opening", "--output", str(tmp_path)])
    capfd.readouterr()
    files = sorted(str(file) for file in tmp_path.rglob("*.txt"))
    assert main(["audit", *files, "--rules", "YOY", "--format", "json", "--fail-on", "warning"]) == 1
    across = [one for one in json.loads(capfd.readouterr().out)["documents"] if one.get("across")]
    findings = [finding for one in across for finding in one["findings"]]
    assert {finding["rule"] for finding in findings} >= {"YOY-001", "YOY-002"}
    assert all(any(place.get("file") for place in finding["evidence"]) for finding in findings)
    for form in ("text", "csv", "html"):
        assert main(["audit", *files, "--rules", "YOY", "--format", form, "--fail-on", "never"]) == 0
        said = capfd.readouterr().out
        assert "与其他文件核对" in said
        assert "2022-national-final.txt" in said
    assert main(["audit", files[0], "--rules", "YOY,TAB-001", "--fail-on", "never"]) == 0
    assert "与其他文件核对" not in capfd.readouterr().out
