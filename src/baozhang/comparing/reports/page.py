"""The page of a comparison: a chart, the table behind it, what stands out, and where every figure stands. Self-contained, prints well."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import IO, TYPE_CHECKING

from baozhang import __version__
from baozhang.auditing.reports.shown import PLACES_ARE, STAGES, one_line
from baozhang.comparing.chart import caption_of, chart_of
from baozhang.comparing.figures import printed
from baozhang.comparing.reports import absent_words
from baozhang.facts.own_reports import PAGE_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.comparing.figures import Comparison, Figure, Place


def write_html(comparisons: Sequence[Comparison], out: IO[str]) -> None:
    """Write one page; every subject is a section."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = "、".join(comparison.title for comparison in comparisons)
    out.write(
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'{PAGE_MARK}\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{_shown(title)} 比较</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
    )
    for at, comparison in enumerate(comparisons):
        out.write(_section(comparison, at))
    out.write(f"</main>\n<footer>保障报账 {escape(__version__)} · {PLACES_ARE}</footer>\n</body>\n</html>\n")


@cache
def _style() -> str:
    return (files("baozhang.comparing.reports") / "page.css").read_text(encoding="utf-8")


def _shown(text: str) -> str:
    return escape(one_line(text))


def _section(comparison: Comparison, at: int) -> str:
    about = f"{STAGES.get(comparison.stage, '')} · {len(comparison.departments)} 个部门有数 · 单位：{comparison.unit or '—'}"
    source = f" · 依据：{comparison.source}" if comparison.source else ""
    chart = f"<figure>{chart_of(comparison)}<figcaption>{_shown(caption_of(comparison))}</figcaption></figure>\n"
    parts = f"{chart}{_outliers(comparison)}{_table(comparison, at)}{_places(comparison, at)}"
    return f'<section>\n<h1>{_shown(comparison.title)}</h1>\n<p class="about">{_shown(about + source)}</p>\n{parts}</section>\n'


def _outliers(comparison: Comparison) -> str:
    marks = "".join(f'<li class="mark">※ {_shown(mark.words)}</li>' for mark in comparison.marks)
    nothing = "没有离群的数" if comparison.departments else "没有可比的数"
    quiet = "" if comparison.marks or comparison.unjudged else f'<li class="quiet">{nothing}</li>'
    unjudged = "".join(f'<li class="quiet">{_shown(words)}</li>' for words in comparison.unjudged)
    return f'<h2>离群判断</h2>\n<ul class="marks">{marks}{quiet}{unjudged}</ul>\n'


def _table(comparison: Comparison, at: int) -> str:
    head = "".join(f'<th scope="col">{year} 年</th>' for year in comparison.years)
    rows = []
    grid, marked = comparison.grid, comparison.marked
    anchors = {(one.department, one.year): f"p{at}-{number}" for number, one in enumerate(comparison.figures)}
    for name in comparison.departments:
        keys = [(name, year) for year in comparison.years]
        cells = "".join(_cell(grid.get(key), anchors.get(key, ""), out=key in marked) for key in keys)
        rows.append(f'<tr><th scope="row">{_shown(name)}</th>{cells}</tr>\n')
    caption = f"<caption>{_shown(comparison.title)}（{_shown(comparison.unit or '—')}）</caption>"
    header = f'<thead><tr><th scope="col">部门</th>{head}</tr></thead>'
    absent = f'<p class="quiet">{_shown(absent_words(comparison))}，原因见“出处”。</p>\n' if comparison.absent else ""
    table = f'<div class="wide"><table>{caption}{header}\n<tbody>\n{"".join(rows)}</tbody></table></div>\n' if rows else ""
    return f"<h2>数据</h2>\n{table}{absent}"


def _cell(figure: Figure | None, anchor: str, *, out: bool) -> str:
    if figure is None:
        return "<td></td>"
    if figure.value is None:
        return f'<td class="quiet" title="{_shown(figure.why)}">—</td>'
    mark = '<abbr title="离群">※</abbr> ' if out else ""
    kind = ' class="out"' if mark else ""
    return f'<td{kind}>{mark}<a href="#{anchor}">{printed(figure.value)}</a></td>'


def _places(comparison: Comparison, at: int) -> str:
    items = []
    for number, figure in enumerate(comparison.figures):
        if not figure.places:
            continue
        said = "；".join(f"{_shown(str(place))}：<q>{_shown(_quoted(place, comparison))}</q>" for place in figure.places)
        why = f"（{_shown(figure.why)}）" if figure.why else ""
        items.append(f'<li id="p{at}-{number}"><b>{_shown(figure.department)} {figure.year} 年</b> {said}{why}</li>\n')
    items += [f"<li><b>{_shown(why)}</b> {_shown('；'.join(named))}</li>\n" for why, named in comparison.missing.items()]
    return f'<details open><summary><h2>出处</h2></summary>\n<ul class="places">{"".join(items)}</ul></details>\n'


def _quoted(place: Place, comparison: Comparison) -> str:
    """The words at a place; which figure they are is said where the heading does not say it."""
    return place.text if place.what == comparison.title else place.quoted
