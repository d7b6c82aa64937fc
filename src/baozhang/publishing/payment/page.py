"""One self-contained page: its style by digest in the policy, nothing loaded from elsewhere, no script, every word escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from baozhang import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


_SUM: Final = '<tr class="sum">'


@cache
def _style() -> str:
    return (files("baozhang.publishing.payment") / "page.css").read_text(encoding="utf-8")


def page(title: str, about: Sequence[str], body: Sequence[str]) -> str:
    """The page of a report: title, lines about it (plain text), and its body (HTML)."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    told = "".join(f'<p class="about">{escape(line)}</p>\n' for line in about)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{told}"
        f"{''.join(body)}</main>\n<footer>保障报账 {escape(__version__)}</footer>\n</body>\n</html>\n"
    )


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, words: Collection[int] = (0,), caption: str = "", summed: bool = False
) -> str:
    """A table: the columns numbered in `words` are flush left, the others figures; with `summed` the last row is a sum."""
    head = "".join(f'<th scope="col"{_left(at, words)}>{escape(name)}</th>' for at, name in enumerate(header))
    lines = [
        (_SUM if summed and at == len(rows) - 1 else "<tr>")
        + f'<th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{_left(place, words)}>{escape(cell)}</td>" for place, cell in enumerate(row[1:], 1))
        + "</tr>\n"
        for at, row in enumerate(rows)
    ]
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<div class="wide"><table>{told}<thead><tr>{head}</tr></thead>\n<tbody>\n{"".join(lines)}</tbody></table></div>\n'


def _left(at: int, words: Collection[int]) -> str:
    return ' class="t"' if at in words else ""


def cards(pairs: Sequence[tuple[str, str]]) -> str:
    """The few figures to be seen first."""
    return (
        '<ul class="cards">' + "".join(f"<li><span>{escape(name)}</span><b>{escape(value)}</b></li>" for name, value in pairs) + "</ul>\n"
    )
