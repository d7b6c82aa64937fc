"""The lake audited on Spark: the same report as DuckDB's, documents replaced since then passed over, comparisons included."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from baozhang.cli import main
from benchmarks.corpus.__main__ import main as corpus
from tests.facts.lake.samples import add, lake_of, tiny

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # pyspark leaves its sockets to the garbage collector
]


def test_the_report_is_the_same_byte_for_byte(session: SparkSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    files = tmp_path / "files"
    corpus(["--count", "4", "--layouts", "national-final", "--errors", "1", "--kinds", "opening", "--output", str(files)])
    for number in (1, 2):
        (files / f"{number}.md").write_text(tiny(number, amount="9.00"), encoding="utf-8")
    lake = lake_of(tmp_path / "duckdb", *sorted(path for path in files.rglob("*") if path.suffix in {".md", ".txt"}))
    (files / "1.md").write_text(tiny(1, amount="3.00"), encoding="utf-8")
    add(lake, files / "1.md")  # the first version stays in its segment, hidden
    assert any(part.hidden for part in lake.snapshot().parts)
    shutil.copytree(tmp_path / "duckdb", tmp_path / "spark")
    monkeypatch.setattr("baozhang.cli.cluster.spark_session", lambda _: nullcontext(session))
    reports = []
    for engine in ("duckdb", "spark"):
        output = tmp_path / f"{engine}.json"
        command = ["lake", "audit", "--lake", str(tmp_path / engine), "--rules", "TAB-10,TAB-11,TAB-302,TXT-001,YOY-00"]
        assert main([*command, "--year", "2024", "--engine", engine, "--format", "json", "--output", str(output)]) == 1
        reports.append(output.read_bytes())
    assert reports[0] == reports[1]
    documents = json.loads(reports[1])["documents"]
    assert {one["rule"] for each in documents if each.get("across") for one in each["findings"]} >= {"YOY-001", "YOY-002"}
    faulty = {each["file"].rpartition("/")[2] for each in documents if each["findings"] and not each.get("across")}
    assert "2.md" in faulty
    assert "1.md" not in faulty
