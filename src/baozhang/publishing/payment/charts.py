"""Charts as SVG with whole positions and classes for colours; each is described in words, and its figures stand in a table beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.publishing.payment.figures import index

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 1040
MOST: Final = 30
"""Bars (or names of points) in one chart; the table has the rest."""
_ROW: Final = 26
_NAME: Final = 220
_VALUE: Final = 170
_SIDE: Final = 460


class Bar(NamedTuple):
    """A bar: its name, its size in any whole unit, and its figure as it is read."""

    name: str
    size: int
    text: str


class Point(NamedTuple):
    """A point of the quadrants: name, and both indices as ten-thousandths."""

    name: str
    across: int
    up: int


class Parts(NamedTuple):
    """A bar of parts of a whole: name, and (class of colour, ten-thousandths of the whole, words) of each part."""

    name: str
    parts: Sequence[tuple[str, int, str]]


def _svg(height: int, about: str, body: Sequence[str]) -> str:
    return (
        f'<figure><svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(about)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(about)}</title>{"".join(body)}</svg></figure>\n'
    )


def _cut(name: str, most: int = 14) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def bars(given: Sequence[Bar], about: str) -> str:
    """Bars to both sides of zero, in the order given, at most `MOST`."""
    shown = given[:MOST]
    if not shown:
        return '<p class="note">没有可以画图的数。</p>\n'
    low, high = min(0, *(bar.size for bar in shown)), max(0, *(bar.size for bar in shown))
    before = _VALUE if low < 0 else 0
    span, room = (high - low) or 1, WIDTH - _NAME - before - _VALUE
    zero = _NAME + before + room * -low // span
    body = [f'<line class="axis" x1="{zero}" x2="{zero}" y1="4" y2="{8 + len(shown) * _ROW}"/>']
    for at, bar in enumerate(shown):
        y, length = 8 + at * _ROW, max(1, room * abs(bar.size) // span)
        left = zero if bar.size >= 0 else zero - length
        kind = "more" if bar.size >= 0 else "less"
        place = f'x="{zero + length + 6}"' if bar.size >= 0 else f'class="e" x="{left - 6}"'
        body.append(
            f"<g><title>{escape(bar.name)} {escape(bar.text)}</title>"
            f'<text class="e" x="{_NAME - 10}" y="{y + 16}">{escape(_cut(bar.name))}</text>'
            f'<rect class="bar{f" {kind}" if low < 0 else ""}" x="{left}" y="{y}" width="{length}" height="19"/>'
            f'<text {place} y="{y + 15}">{escape(bar.text)}</text></g>'
        )
    more = f"（只画出前 {MOST} 个，共 {len(given)} 个）" if len(given) > MOST else ""
    return _svg(16 + len(shown) * _ROW, about + more, body)


def stacked(given: Sequence[Parts], legend: Sequence[tuple[str, str]], about: str) -> str:
    """Shares of a whole by name; `legend` is (class of colour, words)."""
    shown = given[:MOST]
    if not shown:
        return '<p class="note">没有可以画图的数。</p>\n'
    widest = max((sum(size for _, size, _ in each.parts) for each in shown), default=0) or 1
    room = WIDTH - _NAME - _VALUE
    body = []
    for at, (kind, words) in enumerate(legend):
        body.append(f'<rect class="bar {kind}" x="{_NAME + at * 150}" y="4" width="14" height="14"/>')
        body.append(f'<text x="{_NAME + at * 150 + 20}" y="16">{escape(words)}</text>')
    for at, each in enumerate(shown):
        y, x = 30 + at * _ROW, _NAME
        body.append(f'<text class="e" x="{_NAME - 10}" y="{y + 16}">{escape(_cut(each.name))}</text>')
        for kind, size, words in each.parts:
            length = room * size // widest
            if length:
                body.append(
                    f"<g><title>{escape(each.name)} {escape(words)}</title>"
                    f'<rect class="bar {kind}" x="{x}" y="{y}" width="{length}" height="19"/></g>'
                )
            x += length
        body.append(
            f'<text class="soft" x="{x + 6}" y="{y + 15}">{escape("　".join(words for _, size, words in each.parts if size))}</text>'
        )
    return _svg(38 + len(shown) * _ROW, about, body)


def quadrants(given: Sequence[Point], names: tuple[str, str], about: str) -> str:
    """Points around 1 by two indices; the names of the axes are (across, up). What lies below 1 uses less than the mean."""
    if not given:
        return '<p class="note">没有住院天数，不能画图。</p>\n'
    reach = max(2_000, *(abs(size - 10_000) for point in given for size in point[1:])) * 5 // 4
    left, top = 90, 20

    def place(size: int, *, up: bool) -> int:
        part = _SIDE * (size - 10_000 + reach) // (2 * reach)
        return top + _SIDE - part if up else left + part * 3 // 2

    wide = _SIDE * 3 // 2
    middle, centre = left + wide // 2, top + _SIDE // 2
    body = [
        f'<line class="axis" x1="{left}" x2="{left + wide}" y1="{centre}" y2="{centre}"/>',
        f'<line class="axis" x1="{middle}" x2="{middle}" y1="{top}" y2="{top + _SIDE}"/>',
        f'<text class="soft" x="{left + wide + 8}" y="{centre + 4}">{escape(names[0])} →</text>',
        f'<text class="soft m" x="{middle}" y="{top - 6}">{escape(names[1])} ↑</text>',
        *(
            f'<text class="soft{side}" x="{x}" y="{y}">费用{cost}、时间{time}</text>'
            for side, x, cost in (("", left + 6, "低"), (" e", left + wide - 6, "高"))
            for y, time in ((top + 16, "长"), (top + _SIDE - 6, "短"))
        ),
    ]
    for step in (-1, 1):
        size = 10_000 + step * reach * 4 // 5
        body.append(f'<text class="soft m" x="{place(size, up=False)}" y="{centre + 16}">{index(size)}</text>')
        body.append(f'<text class="soft e" x="{middle - 6}" y="{place(size, up=True) + 4}">{index(size)}</text>')
    taken: list[tuple[int, int]] = []
    for point in sorted(given, key=lambda each: (each.up, each.across)):
        x, y = place(point.across, up=False), place(point.up, up=True)
        words = f"{point.name}：{names[0]} {index(point.across)}，{names[1]} {index(point.up)}"
        body.append(f'<g><title>{escape(words)}</title><circle class="dot" cx="{x}" cy="{y}" r="6"/></g>')
        if len(taken) < MOST and not any(abs(x - a) < 120 and abs(y - b) < 15 for a, b in taken):
            taken.append((x, y))
            body.append(f'<text x="{x + 10}" y="{y + 5}">{escape(_cut(point.name, 9))}</text>')
    return _svg(_SIDE + 40, about, body)
