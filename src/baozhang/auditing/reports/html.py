"""`audit --format html`: one self-contained page to read, click through and print; it works without scripts too."""

from __future__ import annotations

import base64
import hashlib
import tempfile
import zlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import IO, TYPE_CHECKING, Final

from baozhang import __version__
from baozhang.auditing.reports.coverage import by_severity, coverage_of
from baozhang.auditing.reports.html_findings import render_findings, render_not_evaluated, render_unrecognised
from baozhang.auditing.reports.html_pages import PageBudget, PagesView, pages_view
from baozhang.auditing.reports.html_source import CLASS_OF, SourceView, line_anchor, render_contents
from baozhang.auditing.reports.marks import marks_of
from baozhang.auditing.reports.shown import PLACES_ARE, SCOPES, SEVERITIES, STAGES, layout_name, one_line, title_of
from baozhang.errors import InputError
from baozhang.facts.file_names import short_name
from baozhang.facts.own_reports import PAGE_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from baozhang.auditing.findings import DocumentAudit, Severity

_BAR_WIDTH: Final = 600
_MEMORY: Final = 8 * 1024 * 1024
"""Sections beyond this size wait in a temporary file until the overview before them is known."""


def write_html(outcomes: Iterable[DocumentAudit | InputError], out: IO[str]) -> None:
    """Write one page: for several documents an overview first, then every document in a section that opens on demand."""
    rows: list[str] = []
    found: list[Mapping[Severity, int]] = []
    unreadable: list[InputError] = []
    titles: list[str] = []
    budget = PageBudget()
    documents = 0
    with tempfile.SpooledTemporaryFile(_MEMORY, "w+", encoding="utf-8", newline="\n") as sections:
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                unreadable.append(outcome)
                continue
            titles.append(title_of(outcome.document))
            documents += not outcome.across
            prefix = f"d{len(titles)}-"
            rows.append(_overview_row(outcome, prefix))
            found.append(by_severity(outcome))
            _write_section(outcome, prefix, sections, budget)
        out.write(_head(titles, documents))
        if len(titles) != 1 or unreadable:
            out.write(_overview(rows, found, unreadable, documents))
        sections.seek(0)
        waiting = len(titles) > _MOST_OPENED
        if waiting:
            out.write(f"<noscript><p>{_NEEDS_SCRIPTS}</p></noscript>\n")
        lines = (_FOLDED if line == _OPEN and len(titles) > 1 else line for line in sections)
        out.writelines(_packed(lines) if waiting else lines)
    out.write(f'<footer class="foot">保障报账 {escape(__version__)} · {PLACES_ARE}</footer>\n')
    out.write(f"<script>{_asset('report.js')}</script>\n</body>\n</html>\n")


@cache
def _asset(name: str) -> str:
    return (files("baozhang.auditing.reports") / "assets" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _head(titles: list[str], documents: int) -> str:
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = f"{titles[0]} 审核报告" if len(titles) == 1 else f"{documents} 份文档审核报告"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'{PAGE_MARK}\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="{"one" if len(titles) == 1 else "many"}">\n'
    )


_MOST_OPENED: Final = 60
"""Documents that a browser takes into one page at once; with more each waits, deflated, until it is opened."""
_NEEDS_SCRIPTS: Final = "文档较多，逐份报告在点开时才显示，需要浏览器允许运行脚本；也可以分批核对，每批不超过 60 份。"
_OPEN: Final = '<details class="audit" open>\n'
_FOLDED: Final = '<details class="audit">\n'
_BODY, _END = '<div class="body">\n', "</div></details>\n"
_WAITING, _WAITING_END = '<script type="text/plain" class="waiting">', "</script></details>\n"


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """The sections with the body of each deflated (RFC 1951) in base64: a tenth of its size, and nothing that a browser must lay out."""
    body: list[str] | None = None
    for line in lines:
        if line == _BODY:
            body = []
        elif line == _END and body is not None:
            deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
            packed = deflate.compress("".join(body).encode()) + deflate.flush()
            body = None
            yield f"{_WAITING}{base64.b64encode(packed).decode()}{_WAITING_END}"
        elif body is not None:
            body.append(line)
        else:
            yield line


def _write_section(audit: DocumentAudit, prefix: str, out: IO[str], budget: PageBudget) -> None:
    pages = None if audit.across else pages_view(audit, prefix, budget)
    marks = pages.marks if pages else marks_of(audit)
    view: SourceView | PagesView = pages or SourceView(audit.document, marks, prefix)
    place = pages.anchor_of_line if pages else line_anchor
    out.write(_OPEN)
    out.write(f"<summary><span>{escape(title_of(audit.document))}</span> {_file(audit)} {_tally(audit)}</summary>\n")
    out.write(_BODY)
    out.write(_about(audit, prefix))
    out.write(f'<div class="panes{" alone" if audit.across else ""}">\n<div class="left">\n')
    out.write(render_findings(audit, marks, prefix))
    if audit.across:  # the documents themselves are shown, and what was not recognised is told, where each is audited by itself
        out.write(f"{render_not_evaluated(audit)}</div>\n</div>\n{_END}")
        return
    out.write(render_unrecognised(audit, prefix, place))
    out.write(render_not_evaluated(audit))
    out.write(f'</div>\n<aside class="right" aria-label="文档原文" id="{prefix}doc">\n<div class="bar"><h2>原文</h2>')
    out.write(f'<a class="back" href="#{prefix}top" hidden>返回问题</a>{render_contents(audit.document, prefix, place)}</div>\n')
    out.write('<div class="source pages">\n' if pages else '<div class="source">\n')
    out.writelines(view.render())
    out.write(f"</div>\n</aside>\n</div>\n{_END}")


def _file(audit: DocumentAudit) -> str:
    """The file, short, with its whole path for who points at it."""
    whole = one_line(audit.document.about.file)
    return f'<small title="{escape(whole)}">{escape(short_name(whole))}</small>'


def _tally(audit: DocumentAudit) -> str:
    counts = by_severity(audit)
    return "".join(f'<span class="tag {CLASS_OF[severity]}">{name} {counts[severity]}</span>' for severity, name in SEVERITIES.items())


def _about(audit: DocumentAudit, prefix: str) -> str:
    about = audit.document.about
    facts = (
        ("单位", about.department),
        ("地区", about.region),
        ("年度", f"{about.fiscal_year} 年" if about.fiscal_year else ""),
        ("类别", STAGES.get(about.stage, about.stage) + (f"（{SCOPES[about.scope]}）" if about.scope in SCOPES else "")),
        ("版式", " ".join((layout_name(audit.document), "" if about.layout else audit.document.layout_distance))),
        ("金额单位", about.unit),
        ("文件", about.file if audit.document.places else f"{about.file}（{about.lines} 行）"),
    )
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(one_line(value))}</dd></div>" for name, value in facts if value)
    return (
        f'<header class="about" id="{prefix}top">\n<h1>{escape(title_of(audit.document))}</h1>\n<dl class="facts">{listed}</dl>\n'
        f"{_figures(audit)}{'' if audit.across else _coverage(audit)}</header>\n"
    )


def _figures(audit: DocumentAudit) -> str:
    counts = by_severity(audit)
    tiles = [(CLASS_OF[severity], name, counts[severity], "个问题") for severity, name in SEVERITIES.items()]
    tiles += [("p", "通过", audit.passed, "项核对"), ("u", "未核对", audit.not_evaluated_total, "项核对")]
    shown = "".join(f'<li class="{kind}"><b>{n:,}</b><span>{name}</span><small>{unit}</small></li>' for kind, name, n, unit in tiles)
    return f'<ul class="tiles">{shown}</ul>\n'


def _coverage(audit: DocumentAudit) -> str:
    coverage = coverage_of(audit)
    checks = (("p", "通过", audit.passed), ("e", "不符", audit.failed), ("u", "未核对", audit.not_evaluated_total))
    total = sum(count for _, _, count in checks)
    legend = "".join(f'<span class="key {kind}">{name} {count:,}</span>' for kind, name, count in checks if count)
    return (
        '<div class="coverage">\n'
        f"<div><h3>表格</h3>{_share(coverage.tables_recognised, coverage.tables, '张已识别')}</div>\n"
        f"<div><h3>绩效表单</h3><p><b>{coverage.forms:,}</b> 张</p></div>\n"
        f"<div><h3>金额</h3>{_share(coverage.amounts_bound, coverage.amounts, '个已对应')}</div>\n"
        f'<div class="wide"><h3>核对 {total:,} 项</h3>{_bar([(kind, count) for kind, _, count in checks])}<p>{legend}</p></div>\n</div>\n'
    )


def _share(part: int, whole: int, words: str) -> str:
    return f"{_bar([('p', part), ('u', max(0, whole - part))])}<p><b>{part:,}</b>/{whole:,} {words}</p>"


def _bar(parts: list[tuple[str, int]]) -> str:
    """A bar as SVG: lengths are attributes, so the page needs no inline style."""
    total = sum(count for _, count in parts)
    shown, at = [], 0.0
    for kind, count in parts:
        if count:
            length = _BAR_WIDTH * count / total
            shown.append(f'<rect class="{kind}" x="{at:.1f}" width="{length:.1f}" height="8"/>')
            at += length
    return f'<svg class="meter" viewBox="0 0 {_BAR_WIDTH} 8" preserveAspectRatio="none" aria-hidden="true">{"".join(shown)}</svg>'


def _overview_row(audit: DocumentAudit, prefix: str) -> str:
    about, coverage, counts = audit.document.about, coverage_of(audit), by_severity(audit)
    numbers = [f"{counts[severity]:,}" for severity in SEVERITIES] + [f"{audit.passed:,}", f"{audit.not_evaluated_total:,}"]
    read = [f"{coverage.tables_recognised}/{coverage.tables}", f"{coverage.amounts_bound:,}/{coverage.amounts:,}"]
    numbers += ["—", "—"] if audit.across else read
    year = str(about.fiscal_year or "")
    return (
        f'<tr><td><a href="#{prefix}top">{escape(title_of(audit.document))}</a>{_file(audit)}</td>'
        f"<td>{year}</td><td>{STAGES.get(about.stage, '')}</td>" + "".join(f'<td class="r">{number}</td>' for number in numbers) + "</tr>\n"
    )


def _overview(rows: list[str], found: list[Mapping[Severity, int]], unreadable: list[InputError], documents: int) -> str:
    names = "".join(f'<th class="r">{name}</th>' for name in (*SEVERITIES.values(), "通过", "未核对", "表", "金额"))
    head = f"<thead><tr><th>文档</th><th>年度</th><th>类别</th>{names}</tr></thead>"
    table = f'{_sieve()}<div class="grid"><table>{head}<tbody>\n{"".join(rows)}</tbody></table></div>\n'
    reasons = [(one_line(error.file), one_line(f"{error.why}。{error.advice}")) for error in unreadable]
    listed = "".join(f"<li><b>{escape(file)}</b>：{escape(why)}</li>\n" for file, why in reasons)
    failed = f'<h2>无法读取（{len(unreadable)}）</h2>\n<ul class="plain">{listed}</ul>\n' if unreadable else ""
    shown = f"{_totals(found)}{table}" if rows else ""
    return f'<header class="overview" id="top">\n<h1>{documents} 份文档审核报告</h1>\n{shown}{failed}</header>\n'


def _totals(found: list[Mapping[Severity, int]]) -> str:
    """How many findings there are of each severity, and in how many documents."""
    counts = [(kind, name, [each[kind] for each in found if each[kind]]) for kind, name in SEVERITIES.items()]
    tiles = [f"<b>{sum(each):,}</b><span>{name}</span><small>见于 {len(each):,} 份</small>" for _, name, each in counts]
    shown = "".join(f'<li class="{CLASS_OF[kind]}">{tile}</li>' for (kind, _, _), tile in zip(counts, tiles, strict=True))
    return f'<ul class="tiles">{shown}</ul>\n'


def _sieve() -> str:
    """What the overview is sifted by; it is shown where scripts run, which make the headings sort as well."""
    return (
        '<form class="sieve" hidden><input type="search" placeholder="按名称、年度、类别筛选" aria-label="筛选文档">'
        '<label><input type="checkbox"> 只看有错误的</label><output></output></form>\n'
    )
