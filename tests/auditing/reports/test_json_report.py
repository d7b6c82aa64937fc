"""The JSON form: keys other programs rely on, and that what is written can be read back."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from baozhang.auditing.reports.json_report import write_json
from baozhang.errors import InputError

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit


def _written(*outcomes: DocumentAudit | InputError) -> str:
    out = io.StringIO()
    write_json(outcomes, out)
    return out.getvalue()


def test_keys_are_the_contract(audit: DocumentAudit) -> None:
    report = json.loads(_written(audit, InputError("坏.pdf", "这是PDF", "请另存")))
    assert list(report) == ["documents", "unreadable"]
    assert report["unreadable"] == [{"file": "坏.pdf", "why": "这是PDF"}]
    (document,) = report["documents"]
    assert list(document) == [
        "file", "title", "department", "fiscal_year", "stage", "layout", "coverage", "unrecognised", "findings",
    ]  # fmt: skip
    assert document["coverage"] == {
        "tables": 3, "tables_recognised": 1, "forms": 1, "amounts": 9, "amounts_bound": 8,
        "checks_passed": 187, "checks_failed": 3, "checks_not_evaluated": 9,
    }  # fmt: skip
    assert document["unrecognised"][1] == {"line": 0, "why": "缺少一张表"}
    first = document["findings"][0]
    assert list(first) == ["rule", "severity", "message", "expected", "actual", "difference", "basis", "suggestion", "evidence"]
    assert first["severity"] == "error"
    assert first["evidence"][0] == {"line": 5, "text": "《支出决算表》合计·合计 = 10420.92"}


def test_text_is_passed_on_unchanged(audit: DocumentAudit) -> None:
    document = json.loads(_written(audit))["documents"][0]
    assert document["findings"][1]["message"] == audit.findings[1].message


def test_half_a_surrogate_pair_does_not_break_the_file() -> None:
    assert json.loads(_written(InputError("\ud800.txt", "坏", "")))["unreadable"] == [{"file": "\ufffd.txt", "why": "坏"}]


def test_nothing_at_all_is_still_a_report() -> None:
    assert json.loads(_written()) == {"documents": [], "unreadable": []}


def test_every_document_is_one_line(audits: list[DocumentAudit]) -> None:
    lines = _written(*audits).splitlines()
    assert [json.loads(line.rstrip(","))["file"] for line in lines[1:3]] == ["甲.txt", "乙.txt"]
