"""Comparisons written out: a table for the terminal, JSON, CSV, a workbook, a page with charts."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING, Final

from baozhang.auditing.reports.shown import STAGES, harmless_line, one_line, padded, width_of
from baozhang.comparing.figures import plain, printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from baozhang.comparing.figures import Comparison, Figure

HEADER: Final = ("比较内容", "部门", "年度", "数值", "单位", "离群", "说明", "位置", "原文")
_OUTLIER: Final = "※"


def write_text(comparisons: Sequence[Comparison], out: IO[str]) -> None:
    """Tables for a terminal: figures flush right, then what stands out and why, then where the figures stand."""
    for at, comparison in enumerate(comparisons):
        out.write("\n" if at else "")
        out.writelines(f"{line}\n" for line in text_lines(comparison))


def text_lines(comparison: Comparison) -> Iterator[str]:
    """The lines of one table."""
    yield f"{comparison.title}（{STAGES.get(comparison.stage, '')}，单位：{comparison.unit or '—'}）"
    grid, marked, years = comparison.grid, comparison.marked, comparison.years
    rows = [["部门", *(f"{year} 年{'  ' if marked else ''}" for year in years)]]
    rows += [[one_line(name), *(_cell(grid.get((name, year)), marked) for year in years)] for name in comparison.departments]
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(padded(cell, widths[at], right=at > 0) for at, cell in enumerate(row)).rstrip()
    if comparison.absent:
        yield absent_words(comparison)
    yield from (f"{_OUTLIER} {mark.words}" for mark in comparison.marks)
    yield from comparison.unjudged
    yield from _reasons(comparison)
    yield "出处："
    for figure in comparison.figures:
        for place in figure.places:
            yield f"  {figure.department} {figure.year} 年  {one_line(str(place))}  {one_line(place.quoted)}"


def absent_words(comparison: Comparison) -> str:
    """How many departments are not side by side with the others, because they have no figure in any year."""
    return f"{'另有' if comparison.departments else ''} {len(comparison.absent)} 个部门没有这个数，没有列入".lstrip()


def _cell(figure: Figure | None, marked: Mapping[tuple[str, int], str]) -> str:
    """A figure, with room for the mark of an outlier where there are any."""
    if figure is None:
        return ""
    mark = f" {_OUTLIER}" if (figure.department, figure.year) in marked else "  " if marked else ""
    return printed(figure.value) + mark


def _reasons(comparison: Comparison) -> Iterator[str]:
    for why, named in comparison.missing.items():
        yield f"— {why}：{'；'.join(named[:4])}{f'；等 {len(named)} 个部门' if len(named) > 4 else ''}"


def rows_of(comparison: Comparison) -> Iterator[tuple[Figure, list[str]]]:
    """One row per figure, for spreadsheets and programs; columns as in `HEADER`."""
    marked = comparison.marked
    for figure in comparison.figures:
        mark = marked.get((figure.department, figure.year), "")
        value = plain(figure.value) if figure.value is not None else ""
        places = "；".join(one_line(str(place)) for place in figure.places)
        quoted = "；".join(one_line(place.quoted) for place in figure.places)
        said = mark or figure.why
        yield (
            figure,
            [comparison.title, figure.department, str(figure.year), value, comparison.unit, "是" if mark else "", said, places, quoted],
        )


def write_csv(comparisons: Sequence[Comparison], out: IO[str]) -> None:
    """One row per figure; the byte-order mark tells spreadsheets that the file is UTF-8, and no cell can run as a formula."""
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for comparison in comparisons:
        for figure, row in rows_of(comparison):
            number = 3 if figure.value is not None else -1
            writer.writerow([cell if at == number else harmless_line(cell) for at, cell in enumerate(row)])


def write_json(comparisons: Sequence[Comparison], out: IO[str]) -> None:
    """One object with `comparisons`; figures as decimal strings."""
    json.dump({"comparisons": [_values(comparison) for comparison in comparisons]}, out, ensure_ascii=False, indent=1)
    out.write("\n")


def _values(comparison: Comparison) -> dict[str, object]:
    marked = comparison.marked
    return {
        "title": comparison.title,
        "term": comparison.term,
        "unit": comparison.unit,
        "stage": comparison.stage,
        "source": comparison.source,
        "unjudged": list(comparison.unjudged),
        "figures": [
            {
                "department": figure.department,
                "year": figure.year,
                "value": None if figure.value is None else plain(figure.value),
                "why": figure.why,
                "outlier": marked.get((figure.department, figure.year), ""),
                "places": [
                    {"file": one.file, "line": one.line, "page": one.page, "text": one.text, "what": one.what} for one in figure.places
                ],
            }
            for figure in comparison.figures
        ],
    }


def write(form: str, comparisons: Sequence[Comparison], out: IO[bytes]) -> None:
    """Write comparisons in one of the forms text, json, csv, xlsx, html to a binary stream, as UTF-8."""
    if form == "xlsx":
        from baozhang.comparing.reports.workbook import write_xlsx  # noqa: PLC0415  # takes its time to load

        write_xlsx(comparisons, out)
        return
    from baozhang.comparing.reports.page import write_html  # noqa: PLC0415

    text = io.StringIO(newline="")
    {"text": write_text, "json": write_json, "csv": write_csv, "html": write_html}[form](comparisons, text)
    out.write(text.getvalue().encode("utf-8", errors="replace"))
