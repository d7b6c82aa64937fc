"""What a call means by its paths: files, folders, archives; what is passed over; what crosses processes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from baozhang.cli import main
from tests.reading.formats.packing import p, tbl, tr, word, zipped

if TYPE_CHECKING:
    import pytest

PICTURE: Final = b"\x89PNG\r\n\x1a\n" + bytes(60)
TITLE: Final = "某市医疗保障局2024年度部门决算"
ACCOUNT: Final = p(TITLE) + p("收入决算表") + tbl(tr("项目", "本年收入合计"), tr("合计", "12.00"))


def read_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Status, the JSON printed and the messages of `baozhang read`."""
    status = main(["read", *arguments])
    printed = capsys.readouterr()
    return status, json.loads(printed.out), printed.err


def test_every_format_in_folders_and_archives_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.docx").write_bytes(word(ACCOUNT))
    (tmp_path / "乙.doc").write_bytes(f"<html><body><p>{TITLE}</p></body></html>".encode("gbk"))
    (tmp_path / "丙.zip").write_bytes(zipped({"丁.docx": word(ACCOUNT), "坏.docx": b"PK\x03\x04", "图.png": PICTURE}))
    (tmp_path / "照片.jpg").write_bytes(PICTURE)
    status, result, messages = read_json(capsys, str(tmp_path))
    assert status == 3
    assert [document["file"] for document in result["documents"]] == [
        f"{tmp_path}/{name}" for name in ("丙.zip/丁.docx", "乙.doc", "甲.docx")
    ]
    assert [document["fiscal_year"] for document in result["documents"]] == [2024, 2024, 2024]
    assert [entry["file"] for entry in result["unreadable"]] == [f"{tmp_path}/丙.zip/坏.docx"]
    assert "已跳过 2 个不是文档的文件（PNG 图片 2 个）" in messages


def test_a_picture_that_is_named_itself_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(PICTURE)
    status, result, messages = read_json(capsys, str(picture), str(tmp_path))
    assert (status, [entry["why"] for entry in result["unreadable"]]) == (3, ["这是PNG 图片，不能读取"])
    assert "已跳过" not in messages


def test_what_cannot_be_read_crosses_processes(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    members = {f"{number:02}.docx": word(ACCOUNT) if number % 2 else b"PK\x03\x04" for number in range(20)}
    (tmp_path / "包.zip").write_bytes(zipped(dict(members)))
    assert main(["audit", str(tmp_path), "--format", "json", "--jobs", "2", "--rules", "TAB-001"]) == 3
    result = json.loads(capfdbinary.readouterr().out)
    assert (len(result["documents"]), len(result["unreadable"])) == (10, 10)


def test_a_result_is_never_written_over_its_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = tmp_path / "甲.docx"
    original.write_bytes(word(ACCOUNT))
    for named in (original, tmp_path):
        for verb in (["audit"], ["compare", "--what", "预算执行率"]):
            assert main([*verb, str(named), "--format", "html", "--output", str(original)]) == 2
            assert "会毁掉原件" in capsys.readouterr().err
    assert original.read_bytes() == word(ACCOUNT)


def test_a_folder_that_cannot_be_opened_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲.docx").write_bytes(word(ACCOUNT))
    (tmp_path / "锁").mkdir()
    opened = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("锁"):
            raise PermissionError(13, "", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", refusing)
    status, result, _ = read_json(capsys, str(tmp_path))
    assert status == 3
    assert [entry["file"] for entry in result["unreadable"]] == [f"{tmp_path}/锁"]
    assert len(result["documents"]) == 1


def test_reports_that_lie_among_the_documents_are_passed_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "决算.md"
    document.write_bytes((Path(__file__).parents[2] / "examples" / "final-account-clean.txt").read_bytes())
    for form in ("text", "json", "csv", "html", "xlsx"):
        assert main(["audit", str(document), "--format", form, "--output", str(tmp_path / f"审核报告.{form}"), "--rules", "TAB-101"]) == 0
    for form in ("json", "csv", "html", "xlsx"):
        arguments = ["--what", "general[total].total", "--format", form, "--output", str(tmp_path / f"比较.{form}")]
        assert main(["compare", str(document), *arguments]) == 0
    capfd.readouterr()
    again = ["audit", str(tmp_path), "--rules", "TAB-101", "--format", "csv", "--output", str(tmp_path / "审核报告.csv")]
    assert main(again) == 0, "a report may be written again over the one of last time"
    assert "已跳过 9 个不是文档的文件（本系统的报告 9 个）" in capfd.readouterr().err
