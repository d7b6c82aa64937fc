"""`baozhang lake`: what a user sees."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from threading import Event, Thread

import pytest

from baozhang.cli import main
from baozhang.facts.lake import Lake
from tests.facts.lake.samples import tiny, write_folder


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BAOZHANG_LAKE", str(tmp_path / "lake"))
    write_folder(tmp_path / "in", 6)
    return tmp_path / "in"


def lake(action: str, *arguments: object) -> int:
    return main(["lake", action, *map(str, arguments)])


def test_add_says_what_it_did(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert lake("add", folder) == 0
    assert "读入 6 份，未变 0 份；数据湖现有 6 份文档" in capfd.readouterr().out
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    (folder / "0000.md").write_text(tiny(0, 2023, amount="9.00"), encoding="utf-8")
    assert lake("add", folder) == 3
    told = capfd.readouterr()
    assert "读入 1 份，未变 5 份，无法读取 1 个；数据湖现有 6 份文档" in told.out
    assert "bad.txt" in told.err
    assert lake("add", folder) == 3
    assert "文件未变，不再重试" in capfd.readouterr().err
    assert lake("add", folder / "nowhere.md") == 3
    assert "文件打不开" in capfd.readouterr().err


def test_a_second_writer_waits_for_the_first(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert lake("add", folder) == 0
    (folder / "new.md").write_text(tiny(9), encoding="utf-8")
    holding, done = Event(), Event()

    def hold() -> None:
        with Lake(tmp_path / "lake").writer():
            holding.set()
            done.wait(0.5)

    first = Thread(target=hold)
    first.start()
    assert holding.wait(10)
    assert lake("add", folder) == 0
    first.join()
    told = capfd.readouterr()
    assert "等它结束" in told.err
    assert "读入 1 份" in told.out


def test_a_second_writer_is_told(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert lake("add", folder) == 0
    with Lake(tmp_path / "lake").writer():
        assert lake("add", folder, "--no-wait") == 2
        assert lake("compact", "--no-wait") == 2
        assert lake("verify") == 0
        assert lake("query", "select 1") == 0
    assert "另一个进程正在写" in capfd.readouterr().err


def test_status_counts_everything(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    lake("add", folder)
    (folder / "0000.md").write_text(tiny(0, 2023, amount="9.00"), encoding="utf-8")
    lake("add", folder)
    capfd.readouterr()
    assert lake("status", "--format", "json") == 0
    status = json.loads(capfd.readouterr().out)
    assert (status["documents"], status["superseded"], status["sources"], status["versions"]) == (6, 1, 7, 8)
    assert [(group["fiscal_year"], group["stage"], group["documents"]) for group in status["groups"]] == [
        (year, "final", 2) for year in (2023, 2024, 2025)
    ]
    assert [Path(one["path"]).name for one in status["refused"]] == ["bad.txt"]
    assert lake("status") == 0
    shown = capfd.readouterr().out
    assert "文档 6 份，来自 7 个文件、8 个版本" in shown
    assert "bad.txt" in shown


def test_verify_finds_and_repairs(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lake("add", folder)
    assert lake("verify") == 0
    assert "数据湖完好" in capfd.readouterr().out
    next((tmp_path / "lake" / "data" / "facts").rglob("*.parquet")).unlink()
    assert lake("verify") == 1
    assert "数据文件不见了" in capfd.readouterr().out
    assert lake("verify", "--repair") == 0
    assert "移出损坏的文档 2 份" in capfd.readouterr().out
    assert lake("add", folder) == 0
    assert lake("verify", "--repair") == 0
    assert lake("verify") == 0


def test_query_shows_a_table_csv_or_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lake("add", folder)
    capfd.readouterr()
    sql = "select fiscal_year as 年度, count(*) as n from documents group by all order by all"
    assert lake("query", sql) == 0
    assert [line.split() for line in capfd.readouterr().out.splitlines()[2:]] == [
        ["2023", "2"],
        ["2024", "2"],
        ["2025", "2"],
        ["（3", "行）"],
    ]
    assert lake("query", sql, "--format", "json") == 0
    assert json.loads(capfd.readouterr().out)[0] == {"年度": 2023, "n": 2}
    assert lake("query", sql, "--format", "csv", "--limit", 2) == 0
    told = capfd.readouterr()
    assert [*csv.reader(told.out.removeprefix("\ufeff").splitlines())] == [["年度", "n"], ["2023", "2"], ["2024", "2"]]
    assert "只显示前 2 行" in told.err
    assert lake("query", "drop view facts") == 2
    assert lake("query", sql, "--format", "parquet") == 2


def test_export_writes_files_and_their_description(folder: Path, tmp_path: Path) -> None:
    lake("add", folder)
    out = tmp_path / "out"
    assert lake("export", "documents", "facts", "--output", out) == 0
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == ["documents.csv", "facts.csv"]
    with (out / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["value"] for row in csv.DictReader(file)} == {"30000.00", "10000.00", "20000.00"}
    assert lake("export", "--query", "select 1 as one", "--name", "one", "--format", "json", "--output", out) == 0
    assert json.loads((out / "one.json").read_text(encoding="utf-8")) == [{"one": 1}]
    assert lake("export", "nowhere", "--output", out) == 2
    assert lake("export", "--query", "select 1", "--name", "../one", "--output", out) == 2
    assert lake("export", "--format", "parquet", "--output", out) == 0
    assert len(list(out.glob("*.parquet"))) == 17


@pytest.mark.parametrize("words", ["status", "verify", "audit", "query select", "compact", "export --output out"])
def test_where_there_is_no_lake_it_is_said(words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert lake(*words.split(), "--lake", tmp_path) == 2
    assert "不是数据湖" in capfd.readouterr().err


def test_a_lake_inside_the_folder_is_not_read_into_itself(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert lake("add", folder, "--lake", folder / "湖") == 0
    assert "读入 0 份，未变 6 份" in capfd.readouterr().out


def test_audit_sums_up_and_examines_only_what_is_new(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.md").write_text(tiny(7, amount="9.00"), encoding="utf-8")
    lake("add", folder)
    capfd.readouterr()
    assert lake("audit", "--rules", "TAB", "--jobs", 1) == 1
    told = capfd.readouterr()
    assert "已核对 7 份文档：错误 1" in told.out
    assert "broken.md" in told.out
    assert "已核对 7/7" in told.err
    assert lake("audit", "--rules", "TAB", "--fail-on", "never") == 0
    assert "已核对 7/7" not in capfd.readouterr().err
    assert lake("audit", "--rules", "TAB", "--year", 2023) == 0
    assert "已核对 2 份文档：错误 0" in capfd.readouterr().out
    assert lake("audit", "--rules", "没有这条") == 2


def test_audit_reports_as_the_files_would(folder: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "broken.md").write_text(tiny(7, amount="9.00"), encoding="utf-8")
    lake("add", folder)
    capfdbinary.readouterr()
    assert lake("audit", "--format", "json", "--jobs", 1) == 1
    documents = json.loads(capfdbinary.readouterr().out)["documents"]
    main(["audit", str(folder), "--format", "json", "--jobs", "1"])
    direct = json.loads(capfdbinary.readouterr().out)["documents"]
    assert sorted(documents, key=str) == sorted(direct, key=str)
    for form in ("csv", "html", "xlsx"):
        assert lake("audit", "--format", form, "--output", tmp_path / f"report.{form}") == 1
        assert (tmp_path / f"report.{form}").stat().st_size > 100
    assert lake("audit", "--format", "xlsx") == 2
    assert lake("query", "select rule, count(*) as n from findings where severity = 'error' group by all", "--format", "json") == 0
    assert [row["n"] for row in json.loads(capfdbinary.readouterr().out)] == [1]
    assert lake("status", "--format", "json") == 0
    assert json.loads(capfdbinary.readouterr().out)["audited"] == 7
