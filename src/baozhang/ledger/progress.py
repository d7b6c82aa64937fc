"""Execution shown: a table with bars on the screen, and a page with a chart that needs no script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from baozhang.ledger.control import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from baozhang.ledger.books import Book
    from baozhang.ledger.execution import Execution, Progress

_BAR: Final = 24
_NAME: Final = 40
_NUMBERS: Final = (18, 18, 18, 10)
_HALF_WIDTH: Final = 0x2E7F
"""Signs beyond this code point take two cells on the screen."""
_PIXELS: Final = 200
STATES: Final = {"open": "未结账", "closed": "已结账"}
STAGES: Final = {"budget": "预算", "final": "决算"}
"""What the states and stages of a book are called."""


def percent(rate: Fraction | None) -> str:
    """A share in percent with two decimals, rounded half up; a dash where there is no base."""
    if rate is None:
        return "—"
    scaled = (abs(rate) * 10_000 * 2 + 1) // 2
    return f"{'-' if rate < 0 else ''}{scaled // 100}.{scaled % 100:02d}%"


def _wide(text: str, width: int) -> str:
    """Text cut and padded to a width in half-width cells."""
    cells, kept = 0, ""
    for sign in text:
        size = 2 if ord(sign) > _HALF_WIDTH else 1
        if cells + size > width:
            break
        cells, kept = cells + size, kept + sign
    return kept + " " * (width - cells)


def as_text(book: Book, state: str, execution: Execution) -> str:
    """The table for the screen: one bar per line, a mark where the year has got to."""
    passed = f"截至 {execution.on}，时间进度 {percent(execution.elapsed)}"
    head = f"{book.department} {book.fiscal_year} 年度{STAGES[book.stage]}（{STATES[state]}）　{passed}"
    heads = ("年初预算（元）", "全年预算（元）", "支出（元）", "执行率")
    words = _wide(execution.by, _NAME) + "".join(_right(word, width) for word, width in zip(heads, _NUMBERS, strict=True))
    mark = min(int(execution.elapsed * _BAR), _BAR - 1)
    lines = [_text_line(line, mark) for line in (*execution.lines, execution.total)]
    return "\n".join([head, "", words, *lines, ""])


def _right(text: str, width: int) -> str:
    return " " * (width - sum(2 if ord(sign) > _HALF_WIDTH else 1 for sign in text)) + text


def _text_line(line: Progress, mark: int) -> str:
    filled = max(0, min(int((line.rate or 0) * _BAR), _BAR))
    bar = ["█" if at < filled else "·" for at in range(_BAR)]
    bar[mark] = "┃" if filled <= mark else "▓"
    figures = (*map(yuan, (line.initial, line.adjusted, line.spent)), percent(line.rate))
    numbers = "".join(_right(figure, width) for figure, width in zip(figures, _NUMBERS, strict=True))
    return f"{_wide(f'{line.code} {line.label}'.strip(), _NAME)}{numbers}  {''.join(bar)}"


_STYLE: Final = """
body{font:14px/1.6 "Noto Sans SC","Microsoft YaHei",sans-serif;margin:2em auto;max-width:1100px;color:#1f2933}
h1{font-size:20px}table{border-collapse:collapse;width:100%}th,td{padding:5px 8px;border-bottom:1px solid #d9e2ec;text-align:left}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tr.total td{font-weight:600;border-top:2px solid #829ab1}
svg{display:block}caption{text-align:left;padding-bottom:8px;color:#52606d}
@media print{body{margin:0}}
"""


def as_html(book: Book, state: str, execution: Execution) -> str:
    """The page: the same table, each line with a bar; the vertical line is how much of the year has passed."""
    title = f"{escape(book.department)} {book.fiscal_year} 年度{STAGES[book.stage]}执行进度"
    passed = f"截至 {execution.on}，时间进度 {percent(execution.elapsed)}（竖线）"
    caption = f"按{escape(execution.by)}统计，{passed}，{STATES[state]}，单位：元"
    words = ("编码", "名称", "年初预算", "全年预算", "支出", "执行率", "进度")
    heads = "".join(f'<th class="{"n" if 1 < at < 6 else ""}">{word}</th>' for at, word in enumerate(words))
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>\n'
        f"<body><h1>{title}</h1><table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{chr(10).join(_html_rows(execution))}</tbody></table></body></html>\n"
    )


def _html_rows(execution: Execution) -> Iterator[str]:
    mark = int(execution.elapsed * _PIXELS)
    for line in (*execution.lines, execution.total):
        figures = (*map(yuan, (line.initial, line.adjusted, line.spent)), percent(line.rate))
        cells = [f"<td>{escape(line.code)}</td><td>{escape(line.label)}</td>", *(f'<td class="n">{figure}</td>' for figure in figures)]
        kind = ' class="total"' if line is execution.total else ""
        yield f"<tr{kind}>{''.join(cells)}<td>{_chart(line, mark)}</td></tr>"


def _chart(line: Progress, mark: int) -> str:
    filled = max(0, min(int((line.rate or 0) * _PIXELS), _PIXELS))
    colour = "#c81e1e" if line.rate is not None and line.spent > line.adjusted else "#2b6cb0"
    return (
        f'<svg width="{_PIXELS}" height="14" role="img" aria-label="执行率 {percent(line.rate)}">'
        f'<rect width="{_PIXELS}" height="14" fill="#edf2f7"/><rect width="{filled}" height="14" fill="{colour}"/>'
        f'<line x1="{mark}" x2="{mark}" y2="14" stroke="#1f2933" stroke-width="2"/></svg>'
    )
