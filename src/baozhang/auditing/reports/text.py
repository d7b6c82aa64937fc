"""`audit --format text`: for a terminal. Coverage first, then findings by severity, then why some checks were not evaluated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.originals import Originals, reworded, where_of_line
from baozhang.auditing.reports.coverage import by_severity, coverage_of
from baozhang.auditing.reports.shown import SEVERITIES, hanging, layout_name, one_line, padded, title_of, width_of, wrapped
from baozhang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.auditing.findings import DocumentAudit, Finding

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_REASONS_SHOWN: Final = 8
_NAME_WIDTH: Final = 44
_PLACE_WIDTH: Final = 12
"""Columns of the widest place that stands in front of its message; a wider one has a line of its own."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a terminal is written to. `width` 0 leaves long lines whole, as a pipe or a file wants them."""

    width: int = 0
    colour: bool = False

    def painted(self, text: str, severity: Severity) -> str:
        """Text in the colour of a severity, where colours are wanted."""
        return f"\x1b[{_COLOURS[severity]}m{text}\x1b[0m" if self.colour else text


_PLAIN: Final = TextStyle()


def write_text(outcomes: Iterable[DocumentAudit | InputError], out: IO[str], style: TextStyle = _PLAIN) -> None:
    """Write every document as it comes, the files that could not be read, and for several documents a closing summary."""
    summary: list[tuple[str, ...]] = []
    unreadable: list[InputError] = []
    documents = 0
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            unreadable.append(outcome)
            continue
        if summary:
            out.write("\n")
        _write_document(outcome, out, style)
        summary.append(_summary_row(outcome))
        documents += not outcome.across
    if unreadable:
        out.write("\n" if summary else "")
        out.writelines(f"无法读取 {one_line(error.file)}：{one_line(error.why)}。{one_line(error.advice)}\n" for error in unreadable)
    if len(summary) > 1:
        _write_summary(summary, documents, len(unreadable), out)


def _write_document(audit: DocumentAudit, out: IO[str], style: TextStyle) -> None:
    coverage, counts = coverage_of(audit), by_severity(audit)
    read = (
        f"（{_layout(audit)}）  表 {coverage.tables_recognised}/{coverage.tables}  表单 {coverage.forms}"
        f"  金额 {coverage.amounts_bound}/{coverage.amounts} 已对应"
    )
    title = title_of(audit.document)
    fits = not style.width or width_of(title + read) <= style.width
    out.write(f"{title}{'' if audit.across else read if fits else read.replace('  ', chr(10), 1)}\n")
    shown = "  ".join(style.painted(f"{name} {counts[severity]}", severity) for severity, name in SEVERITIES.items())
    out.write(f"{shown}  通过 {coverage.passed}  未核对 {coverage.not_evaluated}\n")
    for severity in SEVERITIES:
        _write_group(audit.of_severity(severity), out, style)
    _write_unrecognised(audit, out, style)
    _write_not_evaluated(audit, out, style)


def _layout(audit: DocumentAudit) -> str:
    """What tells a layout from others: of 部门决算公开（某省版式） the words in brackets."""
    name = layout_name(audit.document)
    return name[name.index("（") + 1 : -1] if name.endswith("）") else name


def _write_group(findings: tuple[Finding, ...], out: IO[str], style: TextStyle) -> None:
    if not findings:
        return
    out.write("\n")
    rule_width = max(width_of(finding.rule) for finding in findings)
    places = [finding.where for finding in findings]
    place_width = max(width_of(place) for place in places)
    in_front = place_width <= _PLACE_WIDTH
    for finding, place in zip(findings, places, strict=True):
        name = SEVERITIES[finding.severity]
        head = f"{name} {padded(finding.rule, rule_width)}  " + (f"{padded(place, place_width)}  " if in_front else "")
        message = hanging(head, one_line(finding.message), style.width)
        out.write(style.painted(name, finding.severity) + message[len(name) :] + "\n")
        if not in_front:
            _write_hanging("     位置 ", place, out, style)
        for other in finding.evidence:
            if other.file:
                _write_hanging("     对照 ", f"{other.where} {other.text}", out, style)
        if finding.basis:
            _write_hanging("     依据 ", finding.basis, out, style)
        if finding.suggestion:
            _write_hanging("     建议 ", finding.suggestion, out, style)


def _write_hanging(head: str, text: str, out: IO[str], style: TextStyle) -> None:
    out.write(hanging(head, one_line(text), style.width) + "\n")


def _write_unrecognised(audit: DocumentAudit, out: IO[str], style: TextStyle) -> None:
    rows = audit.document.unrecognised
    if not rows:
        return
    out.write(f"\n未识别 {len(rows)} 处\n")
    originals = Originals(audit.document)
    for row in rows[:_REASONS_SHOWN]:
        head = f"     {where_of_line(originals, row.line)}  "
        _write_hanging(head, reworded(row.why, originals), out, style)
    if len(rows) > _REASONS_SHOWN:
        out.write(f"     另有 {len(rows) - _REASONS_SHOWN} 处，见 --format html\n")


def _write_not_evaluated(audit: DocumentAudit, out: IO[str], style: TextStyle) -> None:
    reasons: Counter[str] = Counter()
    rules: dict[str, list[str]] = {}
    for entry in audit.not_evaluated:
        reasons[entry.why] += entry.count
        rules.setdefault(entry.why, []).append(entry.rule)
    if not reasons:
        return
    out.write(f"\n未核对 {audit.not_evaluated_total} 项，原因：\n")
    for why, count in reasons.most_common(_REASONS_SHOWN):
        named = sorted(set(rules[why]))
        which = "、".join(named[:3]) + (f" 等 {len(named)} 条规则" if len(named) > 3 else "")
        head = f"     {padded(str(count), 5, right=True)}  "
        _write_hanging(head, f"{why}（{which}）", out, style)
    rest = sum(count for _, count in reasons.most_common()[_REASONS_SHOWN:])
    if rest:
        out.write(f"     {padded(str(rest), 5, right=True)}  其他原因，见 --format html\n")


_SUMMARY_HEADER: Final = ("文档", *SEVERITIES.values(), "通过", "未核对", "表", "金额")


def _summary_row(audit: DocumentAudit) -> tuple[str, ...]:
    coverage, counts = coverage_of(audit), by_severity(audit)
    return (
        _shortened(title_of(audit.document)),
        *(str(counts[severity]) for severity in SEVERITIES),
        str(coverage.passed),
        str(coverage.not_evaluated),
        "—" if audit.across else f"{coverage.tables_recognised}/{coverage.tables}",
        "—" if audit.across else f"{coverage.amounts_bound}/{coverage.amounts}",
    )


def _shortened(title: str) -> str:
    return title if width_of(title) <= _NAME_WIDTH else wrapped(title, _NAME_WIDTH - 1)[0] + "…"


def _write_summary(rows: list[tuple[str, ...]], documents: int, unreadable: int, out: IO[str]) -> None:
    widths = [max(width_of(row[at]) for row in (_SUMMARY_HEADER, *rows)) for at in range(len(_SUMMARY_HEADER))]
    more = f"，另有 {unreadable} 个文件无法读取" if unreadable else ""
    out.write(f"\n汇总：{documents} 份文档{more}\n")
    for row in (_SUMMARY_HEADER, *rows):
        cells = [padded(cell, widths[at], right=at > 0) for at, cell in enumerate(row)]
        out.write("  ".join(cells).rstrip() + "\n")
