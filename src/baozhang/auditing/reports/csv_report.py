"""`audit --format csv`: one row per finding, for spreadsheets."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Final

from baozhang.auditing.reports.shown import SEVERITIES, family_name, family_of, harmless_line, one_line, title_of
from baozhang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.auditing.findings import DocumentAudit, Finding

HEADER: Final = (
    "文件", "文档", "单位", "年度", "级别", "规则", "类别", "位置", "问题", "文中数", "应为", "差额", "依据", "建议", "证据", "行号",
)  # fmt: skip


def write_csv(outcomes: Iterable[DocumentAudit | InputError], out: IO[str]) -> None:
    """Write a header and one row per finding; a file that could not be read is a row of the level `无法读取`.

    The byte-order mark tells spreadsheets that the file is UTF-8. Cells that a spreadsheet would run as a formula get a leading
    apostrophe, negative figures too: whoever computes with the findings takes the JSON form.
    """
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            writer.writerow(_cells(outcome.file, "", "", "", "无法读取", "", "", "", outcome.why, "", "", "", "", outcome.advice, "", ""))
        else:
            writer.writerows(_row(outcome, finding) for finding in outcome.findings)


def _row(audit: DocumentAudit, finding: Finding) -> list[str]:
    about = audit.document.about
    return _cells(
        about.file,
        title_of(audit.document),
        about.department,
        str(about.fiscal_year or ""),
        SEVERITIES[finding.severity],
        finding.rule,
        family_name(family_of(finding.rule)),
        finding.where,
        finding.message,
        finding.actual,
        finding.expected,
        finding.difference,
        finding.basis,
        finding.suggestion,
        "；".join(f"{place.where} {one_line(place.text)}" for place in finding.evidence),
        str(finding.line or ""),
    )


def _cells(*values: str) -> list[str]:
    return [harmless_line(value) for value in values]
