"""Reports are written whole or not at all."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.reports import ReportFormat, save_report, write_report
from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.auditing.findings import DocumentAudit


OF_ANY_DOCUMENTS = [form for form in ReportFormat if form is not ReportFormat.PDF]
"""An annotated PDF is one of one PDF file: see test_annotated_pdf."""


@pytest.mark.parametrize("form", OF_ANY_DOCUMENTS)
def test_every_form_is_written(form: ReportFormat, audits: list[DocumentAudit], tmp_path: Path) -> None:
    target = tmp_path / f"报告.{form}"
    save_report(form, audits, target)
    assert target.stat().st_size > 500
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("form", OF_ANY_DOCUMENTS)
def test_the_same_audits_give_the_same_report(form: ReportFormat, audits: list[DocumentAudit]) -> None:
    if form is ReportFormat.XLSX:
        pytest.skip("工作簿含有生成时间")
    first, second = io.BytesIO(), io.BytesIO()
    write_report(form, audits, first)
    write_report(form, audits, second)
    assert first.getvalue() == second.getvalue()


def test_a_failure_leaves_the_old_report(audit: DocumentAudit, tmp_path: Path) -> None:
    def broken() -> Iterator[DocumentAudit]:
        yield audit
        raise RuntimeError

    target = tmp_path / "report.json"
    target.write_text("old")
    with pytest.raises(RuntimeError):
        save_report(ReportFormat.JSON, broken(), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_followed(audit: DocumentAudit, tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    save_report(ReportFormat.JSON, [audit], tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text(encoding="utf-8"))["documents"]


def test_a_device_is_written_straight() -> None:
    save_report(ReportFormat.TEXT, [InputError("坏", "坏", "")], Path(os.devnull))


def test_an_impossible_place_is_said_in_words(audit: DocumentAudit, tmp_path: Path) -> None:
    for place, why in ((tmp_path / "nowhere" / "report.json", "所在的文件夹不存在"), (tmp_path, "这是文件夹")):
        with pytest.raises(UsageError, match=f"无法写入 {place}：{why}"):
            save_report(ReportFormat.JSON, [audit], place)
