"""Findings in the HTML report: cards by severity with the arithmetic shown, filters, and what was not recognised or not evaluated."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import WHOLE, Severity
from baozhang.auditing.originals import Originals, reworded, where_of_line
from baozhang.auditing.reports.html_source import CLASS_OF
from baozhang.auditing.reports.shown import SEVERITIES, family_name, family_of, grouped, is_figure, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baozhang.auditing.findings import DocumentAudit, Evidence, Finding
    from baozhang.auditing.reports.marks import Marks

_EVIDENCE_OPEN: Final = 6
_QUOTE: Final = 160
_SHORT: Final = 8
"""Characters of a place that stands beside its words; a longer one stands above them."""


def render_findings(audit: DocumentAudit, marks: Marks, prefix: str) -> str:
    """Filters and all cards, gravest first; the id of card n is `<prefix>f<n>`."""
    if not audit.findings:
        return '<p class="none">未发现问题。通过与未核对的项数见上，未核对的原因见下。</p>\n'
    numbered = list(enumerate(audit.findings, start=1))
    groups = []
    for severity in Severity:
        cards = [_card(number, finding, marks, prefix) for number, finding in numbered if finding.severity is severity]
        if cards:
            head = f"<summary><h2>{SEVERITIES[severity]}（<span>{len(cards)}</span>）</h2></summary>"
            state = "" if severity is Severity.NOTE and len(cards) < len(numbered) else " open"
            groups.append(f'<details class="group {CLASS_OF[severity]}"{state}>{head}\n{"".join(cards)}</details>\n')
    return _filters(audit.findings) + "".join(groups)


def _filters(findings: tuple[Finding, ...]) -> str:
    """Shown by the script only: without it there is nothing they could do."""
    severities = Counter(finding.severity for finding in findings)
    families = Counter(family_of(finding.rule) for finding in findings)
    levels = [(CLASS_OF[severity], name, severities[severity]) for severity, name in SEVERITIES.items() if severities[severity]]
    boxes = [
        f'<label class="{kind}"><input type="checkbox" data-s="{kind}" checked> {name} {count}</label>' for kind, name, count in levels
    ]
    kinds = [
        f'<label><input type="checkbox" data-f="{escape(family)}" checked> {escape(family_name(family))} {count}</label>'
        for family, count in sorted(families.items())
    ]
    search = '<input type="search" placeholder="搜索规则、文字、位置" aria-label="搜索问题">'
    return (
        f'<div class="filters" hidden><div>{"".join(boxes)}</div><div>{"".join(kinds)}</div>'
        f'<div>{search}<output aria-live="polite"></output></div></div>\n'
    )


def _card(number: int, finding: Finding, marks: Marks, prefix: str) -> str:
    kind = CLASS_OF[finding.severity]
    rule, title = escape(one_line(finding.rule)), escape(one_line(finding.title))
    return (
        f'<article class="card {kind}" id="{prefix}f{number}" data-s="{kind}" data-f="{escape(family_of(finding.rule))}">\n'
        f'<header><span class="tag {kind}">{number}</span> <code>{rule}</code> <span class="title">{title}</span></header>\n'
        f'<p class="msg">{escape(one_line(finding.message))}</p>\n'
        f'<div class="case">{_arithmetic(finding)}{_evidence(number, finding, marks, prefix)}</div>\n{_remarks(finding)}</article>\n'
    )


def _arithmetic(finding: Finding) -> str:
    rows = [("文中", finding.actual, ""), ("应为", finding.expected, ""), ("相差", finding.difference, ' class="d"')]
    shown = []
    for name, value, kind in rows:
        if value.strip():
            text = one_line(value)
            cell = "r" if is_figure(text) else "x"
            shown.append(f'<tr{kind}><th>{name}</th><td class="{cell}">{escape(grouped(text))}</td></tr>')
    return f'<table class="sum"><tbody>{"".join(shown)}</tbody></table>' if shown else ""


def _remarks(finding: Finding) -> str:
    rows = (("依据", finding.basis), ("建议", finding.suggestion))
    shown = "".join(f"<div><dt>{name}</dt><dd>{escape(one_line(value))}</dd></div>" for name, value in rows if value.strip())
    return f'<dl class="remarks">{shown}</dl>\n' if shown else ""


def _evidence(number: int, finding: Finding, marks: Marks, prefix: str) -> str:
    """The places, those with the same words once: figures of one sentence are further links behind its place."""
    same: dict[tuple[str, str], tuple[Evidence, dict[str, None]]] = {}
    for at, place in enumerate(finding.evidence):
        _, anchors = same.setdefault((place.where, place.text), (place, {}))
        if anchor := marks.anchors.get((number, at)):
            anchors[anchor] = None
    places = [_place(place, list(anchors), prefix) for place, anchors in same.values()]
    if not places:
        return ""
    first, rest = places[:_EVIDENCE_OPEN], places[_EVIDENCE_OPEN:]
    more = f'<details class="more"><summary>另有 {len(rest)} 处</summary><ul class="ev">{"".join(rest)}</ul></details>' if rest else ""
    return f'<div><ul class="ev">{"".join(first)}</ul>{more}</div>'


def _place(place: Evidence, anchors: Sequence[str], prefix: str) -> str:
    text = one_line(place.text)
    quote = escape(text if len(text) <= _QUOTE else text[:_QUOTE] + "…")
    far = place.file or len(place.where) > _SHORT or len(anchors) > 1
    kinds = ("" if place.side == "suspect" else "o", "f" if far else "")
    side = f' class="{" ".join(filter(None, kinds))}"' if any(kinds) else ""
    name = escape(one_line(place.where))
    others = "".join(f' <a href="#{prefix}{anchor}" title="同一处的第 {at} 个数">{at}</a>' for at, anchor in enumerate(anchors[1:], 2))
    where = f'<span><a href="#{prefix}{anchors[0]}">{name}</a>{others}</span>' if anchors else f"<span>{name}</span>"
    return f"<li{side}>{where}<q>{quote}</q></li>" if quote not in {"", WHOLE} else f"<li{side}>{where}</li>"


def render_unrecognised(audit: DocumentAudit, prefix: str, anchor_of: Callable[[int], str]) -> str:
    """Tables, forms and figures that were not recognised, each with its place and why; `anchor_of` a line, empty where it has none."""
    rows = audit.document.unrecognised
    lines = len(audit.document.source)
    originals = Originals(audit.document)
    items = []
    for row in rows:
        anchor = anchor_of(row.line) if 1 <= row.line <= lines else ""
        name = escape(where_of_line(originals, row.line)) if 1 <= row.line <= lines else WHOLE
        where = f'<a href="#{prefix}{anchor}">{name}</a>' if anchor else f"<span>{name}</span>"
        items.append(f"<li>{where}<span>{escape(one_line(reworded(row.why, originals)))}</span></li>")
    body = f'<ul class="ev wide">{"".join(items)}</ul>' if items else '<p class="none">没有：表格、表单和金额均已识别。</p>'
    return f'<details class="group"><summary><h2>未识别（<span>{len(rows)}</span>）</h2></summary>{body}</details>\n'


def render_not_evaluated(audit: DocumentAudit) -> str:
    """Why checks could not be made, commonest reason first."""
    counts: Counter[str] = Counter()
    rules: dict[str, set[str]] = {}
    for entry in audit.not_evaluated:
        counts[entry.why] += entry.count
        rules.setdefault(entry.why, set()).add(entry.rule)
    rows = "".join(
        f'<tr><td>{escape(one_line(why))}</td><td class="r">{count:,}</td>'
        f'<td class="rules">{escape("、".join(sorted(rules[why])))}</td></tr>'
        for why, count in counts.most_common()
    )
    head = "<thead><tr><th>原因</th><th>项数</th><th>规则</th></tr></thead>"
    body = f'<div class="grid"><table class="why">{head}<tbody>{rows}</tbody></table></div>' if rows else '<p class="none">没有。</p>'
    total = audit.not_evaluated_total
    return f'<details class="group"><summary><h2>未核对（<span>{total}</span>）</h2></summary>{body}</details>\n'
