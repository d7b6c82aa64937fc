"""A comparison as an SVG chart: lines over the years for a few departments, bars of one year for many.

Positions are whole numbers, colours and shapes are classes, so that the page needs no inline style. Every mark differs in more than
colour (dashes, shapes, words), and the chart is described in words; its figures stand in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Final

from baozhang.comparing.figures import printed, rounded
from baozhang.comparing.outliers import FEWEST, median

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.comparing.figures import Comparison, Figure

LINES_MOST: Final = 6
"""More departments than this are no longer told apart as lines."""
BARS_MOST: Final = 40
_TOP: Final = 24
_PLOT: Final = 300
_BAR: Final = 24


@dataclass(frozen=True, slots=True)
class Measures:
    """How a chart is divided, in the units of its lettering (14 high): the page shows it about as wide as that, so that it can be read.

    `left` and `right` are the margins of lines, for the axis and the names; `name` and `value` those of bars; `letters` of a name fit
    into `right`, `long_letters` into `name`.
    """

    kind: str
    width: int
    left: int
    right: int
    name: int
    value: int
    letters: int
    long_letters: int


WIDE: Final = Measures("wide", 960, 96, 190, 230, 150, 13, 16)
NARROW: Final = Measures("narrow", 400, 84, 96, 118, 92, 6, 8)


def chart_of(comparison: Comparison) -> str:
    """The chart as SVG, once for wide and once for narrow screens; a paragraph that says why where there is nothing to draw."""
    if not any(figure.value is not None for figure in comparison.figures):
        return "<p>没有可以画图的数。</p>"
    return "".join(_lines(comparison, size) if _few(comparison) else _bars(comparison, size) for size in (WIDE, NARROW))


def caption_of(comparison: Comparison) -> str:
    """What stands below the chart: which year and how many departments its bars are, and what its broken line is; empty for lines."""
    if not comparison.departments or _few(comparison):
        return ""
    year, ranked = _ranked(comparison)
    shown = f"，画出前 {BARS_MOST} 个" if len(ranked) > BARS_MOST else ""
    middle = _middle(ranked)
    line = "" if middle is None else f"；虚线为中位数 {printed(middle)}{comparison.unit}"
    return f"{year} 年，{len(ranked)} 个部门由大到小{shown}{line}"


def _few(comparison: Comparison) -> bool:
    return len(comparison.departments) <= LINES_MOST and len(comparison.years) > 1


def _ranked(comparison: Comparison) -> tuple[int, list[tuple[Figure, Fraction]]]:
    """The last year with figures, and these from the greatest to the least."""
    year = max(year for year in comparison.years if any(True for _ in comparison.of_year(year)))
    return year, sorted(comparison.of_year(year), key=lambda pair: pair[1], reverse=True)


def _middle(ranked: Sequence[tuple[Figure, Fraction]]) -> Fraction | None:
    """The median of peers; None where departments stand beside single units, or too few to have one."""
    peers = len({figure.unit for figure, _ in ranked}) == 1 and len(ranked) >= FEWEST
    return median([value for _, value in ranked]) if peers else None


def steps(low: Fraction, high: Fraction) -> list[Fraction]:
    """Round figures from at or below `low` to at or above `high`, five or so.

    >>> [int(step) for step in steps(Fraction(0), Fraction(87))]
    [0, 20, 40, 60, 80, 100]
    """
    span = high - low or abs(high) or Fraction(1)
    size = Fraction(1)
    while size * 10 <= span:
        size *= 10
    while size > span:
        size /= 10
    size = next(size * part for part in (Fraction(1, 5), Fraction(1, 2), Fraction(1), Fraction(2)) if span <= size * part * 5 or part == 2)
    first = low // size * size
    count = max(1, -((first - high) // size))  # figures that are all the same have an axis, too
    return [first + size * at for at in range(int(count) + 1)]


def _svg(size: Measures, height: int, title: str, about: str, body: Sequence[str]) -> str:
    return (
        f'<svg class="chart {size.kind}" viewBox="0 0 {size.width} {height}" role="img" aria-label="{escape(about)}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(about)}</desc>{''.join(body)}</svg>"
    )


def _lines(comparison: Comparison, size: Measures) -> str:
    years = comparison.years
    values = [value for year in years for _, value in comparison.of_year(year)]
    low, high = min(values), max(values)
    zero = (high - low) * 3 >= max(abs(high), abs(low))  # figures that hardly differ would all lie on one line
    scale = steps(min(low, Fraction(0)), max(high, Fraction(0))) if zero else steps(low, high)
    width = size.width - size.left - size.right

    def across(year: int) -> int:
        return size.left + (width * years.index(year) // (len(years) - 1) if len(years) > 1 else width // 2)

    def down(value: Fraction) -> int:
        return _TOP + _PLOT - rounded((value - scale[0]) * _PLOT / (scale[-1] - scale[0]))

    marked = comparison.marked.keys()
    body = [_axis(size, step, down(step)) for step in scale]
    body += [f'<text class="m" x="{across(year)}" y="{_TOP + _PLOT + 24}">{year} 年</text>' for year in years]
    if scale[0] > 0 or scale[-1] < 0:
        body.append(f'<text class="soft" x="{size.left}" y="{_TOP - 8}">纵轴不从 0 起</text>')
    ends: list[tuple[int, int, str]] = []
    for at, name in enumerate(comparison.departments):
        points = [
            (across(one.year), down(one.value), one) for one in comparison.figures if one.department == name and one.value is not None
        ]
        if not points:
            continue
        path = " ".join(f"{'L' if number else 'M'}{x} {y}" for number, (x, y, _) in enumerate(points))
        body.append(f'<path class="line s{at}" d="{path}"/>')
        body += [_point(one, comparison.unit, (x, y), at, out=(one.department, one.year) in marked) for x, y, one in points]
        ends.append((points[-1][1], at, name))
    body += _end_labels(size, ends)
    about = f"{comparison.title}，{years[0]} 至 {years[-1]} 年，{len(comparison.departments)} 个部门的折线图；数据见表。"
    return _svg(size, _TOP + _PLOT + 44, comparison.title, about, body)


def _axis(size: Measures, step: Fraction, y: int) -> str:
    label = printed(step).removesuffix(".00")
    line = f'<line class="grid" x1="{size.left}" x2="{size.width - size.right}" y1="{y}" y2="{y}"/>'
    return f'{line}<text class="e" x="{size.left - 8}" y="{y + 5}">{label}</text>'


def _point(figure: Figure, unit: str, place: tuple[int, int], at: int, *, out: bool) -> str:
    x, y = place
    words = f"{figure.department} {figure.year} 年 {printed(figure.value)}{unit}"
    ring = f'<circle class="out" cx="{x}" cy="{y}" r="10"/>' if out else ""
    shape = _SHAPES[at % len(_SHAPES)].format(x=x, y=y, at=at, l=x - 5, r=x + 5, t=y - 5, b=y + 5)
    return f"{ring}<g><title>{escape(words)}</title>{shape}</g>"


_SHAPES: Final = (
    '<circle class="dot s{at}" cx="{x}" cy="{y}" r="5"/>',
    '<rect class="dot s{at}" x="{l}" y="{t}" width="10" height="10"/>',
    '<path class="dot s{at}" d="M{x} {t}L{r} {b}L{l} {b}Z"/>',
    '<path class="dot s{at}" d="M{x} {t}L{r} {y}L{x} {b}L{l} {y}Z"/>',
    '<path class="dot s{at}" d="M{l} {t}L{r} {t}L{x} {b}Z"/>',
    '<rect class="dot s{at}" x="{l}" y="{t}" width="10" height="10" rx="3"/>',
)


def _end_labels(size: Measures, ends: list[tuple[int, int, str]]) -> list[str]:
    """Names behind the last points, moved apart where they would overlap."""
    shown, last = [], -100
    for y, at, name in sorted(ends):
        last = max(y, last + 20)
        label = _shortened(name, size.letters)
        x = size.width - size.right + 12
        shown.append(f'<text class="label s{at}" x="{x}" y="{last + 5}"><title>{escape(name)}</title>{escape(label)}</text>')
    return shown


def _shortened(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1] + "…"


def _bars(comparison: Comparison, size: Measures) -> str:
    year, ranked = _ranked(comparison)
    shown = ranked[:BARS_MOST]
    low, high = min(Fraction(0), *(value for _, value in shown)), max(Fraction(0), *(value for _, value in shown))
    span = high - low or Fraction(1)
    width = size.width - size.name - size.value
    zero = size.name + rounded(-low * width / span)
    marked = comparison.marked.keys()
    body = []
    for at, (figure, value) in enumerate(shown):
        y, length = 12 + at * _BAR, rounded(abs(value) * width / span)
        x = zero if value >= 0 else zero - length
        out = (figure.department, year) in marked
        kind = "bar out" if out else "bar"
        name = _shortened(figure.department, size.long_letters)
        mark = " ※" if out else ""
        body.append(
            f"<g><title>{escape(figure.department)} {printed(value)}{escape(comparison.unit)}</title>"
            f'<text class="e" x="{size.name - 8}" y="{y + 15}">{escape(name)}</text>'
            f'<rect class="{kind}" x="{x}" y="{y}" width="{max(length, 1)}" height="18"/>'
            f'<text x="{max(x + length, zero) + 6}" y="{y + 15}">{printed(value)}{mark}</text></g>'
        )
    middle = _middle(ranked)
    if middle is not None and low <= middle <= high:
        x = zero + rounded(abs(middle) * width / span) * (1 if middle >= 0 else -1)
        body.append(f'<line class="middle" x1="{x}" x2="{x}" y1="6" y2="{12 + len(shown) * _BAR}"/>')
    more = f"，只画出前 {BARS_MOST} 个" if len(ranked) > BARS_MOST else ""
    about = f"{comparison.title}，{year} 年，{len(ranked)} 个部门由大到小的条形图{more}；数据见表。"
    return _svg(size, 24 + len(shown) * _BAR, comparison.title, about, body)
