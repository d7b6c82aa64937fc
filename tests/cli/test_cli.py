"""The command line: the contract other programs rely on, exit statuses and messages about bad input."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from baozhang.cli import main
from baozhang.facts.schemas import HUB

HEAD = (
    "2024年度某市医疗保障局部门决算\n\n# 支出决算表\n\n公开03表\n\n单位：万元\n\n"
    "| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n"
)
SOUND = HEAD + "| 合计 | | 3.00 | 1.00 | 2.00 |\n| 210 | 卫生健康支出 | 3.00 | 1.00 | 2.00 |\n"
BROKEN = HEAD + "| 合计 | | 3.00 | 1.00 | 2.00 |\n| 210 | 卫生健康支出 | 9.00 | 1.00 | 2.00 |\n"


@pytest.fixture(name="sound")
def _sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.md"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture(name="broken")
def _broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.md"
    path.write_text(BROKEN, encoding="gb18030")
    return path


def audit_json(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, Any]:
    status = main(["audit", "--format", "json", "--jobs", "1", *arguments])
    return status, json.loads(capfdbinary.readouterr().out)


def test_json_is_the_contract(broken: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    status, result = audit_json(capfdbinary, str(broken))
    assert status == 1
    assert set(result) == {"documents", "unreadable"}
    document = result["documents"][0]
    assert set(document) == {"file", "title", "department", "fiscal_year", "stage", "layout", "coverage", "unrecognised", "findings"}
    assert set(document["coverage"]) == {
        "tables", "tables_recognised", "forms", "amounts", "amounts_bound", "checks_passed", "checks_failed", "checks_not_evaluated",
    }  # fmt: skip
    assert (document["stage"], document["fiscal_year"], document["coverage"]["tables_recognised"]) == ("final", 2024, 1)
    errors = [finding for finding in document["findings"] if finding["severity"] == "error"]
    assert len(errors) == 1
    assert set(errors[0]) == {"rule", "severity", "message", "expected", "actual", "difference", "basis", "suggestion", "evidence"}
    assert (errors[0]["actual"], errors[0]["expected"], errors[0]["difference"]) == ("9.00", "3.00", "6.00")
    assert errors[0]["evidence"][0]["line"] == 12


@pytest.mark.parametrize(("level", "status"), [("error", 1), ("warning", 1), ("never", 0)])
def test_fail_on_decides_the_status(broken: Path, level: str, status: int, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert audit_json(capfdbinary, str(broken), "--fail-on", level)[0] == status


def test_rules_are_chosen_by_id_or_prefix(broken: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, result = audit_json(capfdbinary, str(broken), "--rules", "TXT")
    assert not [finding for finding in result["documents"][0]["findings"] if not finding["rule"].startswith("TXT")]
    assert main(["audit", str(broken), "--rules", "没有这条"]) == 2


@pytest.mark.usefixtures("sound")
def test_bad_files_are_named_and_the_others_go_on(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"%PDF-1.7\n\x00\xff")
    (tmp_path / "nul.txt").write_bytes("收入\x00支出".encode())
    (tmp_path / "big5.txt").write_bytes("醫療保障局部門決算說明，收入與支出。".encode("big5") * 20)
    (tmp_path / "no-tables.txt").write_text("只有一句话，没有表格。", encoding="utf-8")
    (tmp_path / "cut.md").write_text(SOUND[:-30], encoding="utf-8")
    (tmp_path / "mixed.md").write_bytes(SOUND.replace("\n", "\r\n", 6).encode())
    status, result = audit_json(capfdbinary, str(tmp_path), str(tmp_path / "missing.txt"))
    assert status == 3
    whys = {Path(entry["file"]).name: entry["why"] for entry in result["unreadable"]}
    assert set(whys) == {"empty.txt", "binary.txt", "nul.txt", "big5.txt", "missing.txt"}
    assert "打不开" in whys["missing.txt"]
    assert {Path(document["file"]).name for document in result["documents"]} == {"sound.md", "no-tables.txt", "cut.md", "mixed.md"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path, sound: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    sound.chmod(0)
    status, result = audit_json(capfdbinary, str(tmp_path))
    assert (status, len(result["unreadable"])) == (3, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["audit"],
        ["audit", "x", "--format", "doc"],
        ["audit", "x", "--jobs", "二"],
        ["unknown"],
        ["rules", "show", "没有"],
        ["layouts", "show"],
    ],
)
def test_wrong_use_is_status_two_in_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as left:
        status = int(str(left.code))
    assert status == 2
    assert any("一" <= ch <= "鿿" for ch in capsys.readouterr().err)


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.md").write_text(BROKEN if number % 3 else SOUND, encoding="utf-8")
    _, alone = audit_json(capfdbinary, str(tmp_path))
    main(["audit", "--format", "json", "--jobs", "2", str(tmp_path)])
    assert json.loads(capfdbinary.readouterr().out) == alone
    assert [Path(document["file"]).name for document in alone["documents"]] == [f"{number:02}.md" for number in range(40)]


@pytest.mark.parametrize("form", ["text", "csv", "html", "xlsx", "json"])
def test_every_format_is_written_whole(broken: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"report.{form}"
    assert main(["audit", str(broken), "--format", form, "--output", str(target), "--fail-on", "never"]) == 0
    assert target.stat().st_size > 100
    assert not list(tmp_path.glob(".report*"))


def test_read_prints_decimals_in_yuan(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(sound)]) == 0
    document = json.loads(capsys.readouterr().out)["documents"][0]
    assert {"file", "statements", "facts", "claims", "evaluations", "indicators"} <= set(document)
    assert document["facts"][0]["value"] == "30000.00"
    assert document["facts"][0]["half_unit"] == "50.00"


def test_read_writes_csv_and_parquet(sound: Path, tmp_path: Path) -> None:
    for form in ("csv", "parquet", "json"):
        assert main(["read", str(sound), "--format", form, "--output", str(tmp_path / form)]) == 0
    with (tmp_path / "csv" / "facts.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows[0]["value"] == "30000.00"
    assert {path.stem for path in (tmp_path / "parquet").iterdir()} == set(HUB)
    assert pq.read_table(tmp_path / "parquet" / "facts.parquet").column("value").to_pylist()[0] == 3_000_000
    assert main(["read", str(sound), "--format", "csv"]) == 2


def test_rules_and_layouts_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) > 100
    assert main(["rules", "show", listed[0].split()[0]]) == 0
    capsys.readouterr()
    assert main(["rules", "show", "tab-112"]) == 0
    assert "关系  spending[*].total = spending[*].basic + " in capsys.readouterr().out
    assert main(["layouts", "list"]) == 0
    assert main(["layouts", "show", "national-final"]) == 0
    assert "本年支出合计" in capsys.readouterr().out
