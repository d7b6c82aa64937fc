"""Gathers the figures of a subject from hub tables: of every department and year the latest document, with the place of each figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from baozhang.auditing.across.partners import name_of
from baozhang.auditing.across.spool import KEPT
from baozhang.auditing.originals import named_place
from baozhang.comparing.figures import MONEY, Comparison, Figure, Place, in_ones, in_wan
from baozhang.comparing.outliers import mark_outliers
from baozhang.comparing.subjects import title_of
from baozhang.facts.amounts import SCALE
from baozhang.facts.file_names import short_name
from baozhang.facts.opening import open_engine
from baozhang.facts.schemas import schema_of
from baozhang.taxonomy.ratios import HEADCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from baozhang.comparing.subjects import Subject
    from baozhang.taxonomy.ratios import Ratio, Term

    Headcount = Mapping[tuple[str, int], int]
    """People by department and year."""

STAGES: Final = ("final", "budget")
_MISSING: Final = "文件中没有这个数"
_TWICE: Final = "文件中有几个不同的数"


@dataclass(frozen=True, slots=True)
class _Document:
    document_id: str
    file: str
    department: str
    year: int
    unit: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """One figure as it stands in a document: fen when `money`, ten-thousandths otherwise; None and the reason when there is none."""

    value: int | None
    money: bool
    unit: str
    place: Place | None
    why: str = ""


NOTHING: Final = _Found(None, money=False, unit="", place=None, why=_MISSING)


def open_hub(tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    """A database that has these hub tables; those that are missing are empty."""
    hub = open_engine(threads=1)
    for name in KEPT:
        hub.register(name, tables[name] if name in tables else schema_of(name).empty_table())
    return hub


def open_spool(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database that reads what was kept, batch by batch, below a folder."""
    hub = open_engine(files=True, threads=1)
    for name in KEPT:
        pattern = (folder / "*" / f"{name}.parquet").as_posix().replace("'", "''")
        read = f"select * exclude (filename) from read_parquet('{pattern}', filename = true) order by filename"  # noqa: S608 -- the path is ours
        hub.execute(f"create view {name} as {read}")
    return hub


def compare(
    subject: Subject,
    hub: duckdb.DuckDBPyConnection,
    *,
    stage: str = "",
    years: tuple[int, int] | None = None,
    headcount: Headcount | None = None,
) -> Comparison:
    """The subject side by side, over the documents of one stage (the accounts where there are any, unless another is asked for).

    `hub` has the hub tables as tables or views: of files just read, or of a lake. Of several documents of one department and year the
    last one counts; those of units are compared like departments.
    """
    stage = stage or _stage_of(hub)
    documents = _documents(hub, stage, years)
    finder = _Finder(documents, hub, headcount or {})
    if subject.ratio is not None:
        figures = tuple(_of_ratio(subject.ratio, one, finder) for one in documents)
        unit, source = subject.ratio.unit, subject.ratio.source
    elif subject.indicator:
        found = finder.of_query(_INDICATOR, [subject.indicator])
        unit, figures = _in_unit([(one, found.get(one.document_id, NOTHING)) for one in documents])
        source = "绩效自评表的实际完成值" if stage == "final" else "绩效目标表的指标值"
    else:
        unit, figures = _in_unit([(one, finder.first(subject.terms, one)) for one in documents])
        source = ""
    whole = Comparison(subject.title, subject.notation, unit, source, stage, figures)
    return mark_outliers(whole)


def _stage_of(hub: duckdb.DuckDBPyConnection) -> str:
    found = {stage for (stage,) in hub.execute("select distinct stage from documents").fetchall()}
    return next((stage for stage in STAGES if stage in found), STAGES[0])


def _documents(hub: duckdb.DuckDBPyConnection, stage: str, years: tuple[int, int] | None) -> list[_Document]:
    rows = hub.execute(
        "select document_id, file, department, scope, fiscal_year from documents where stage = ? and fiscal_year is not null", [stage]
    ).fetchall()
    latest: dict[tuple[str, bool, int], _Document] = {}
    for document_id, file, department, scope, year in rows:
        if years is None or years[0] <= year <= years[1]:
            unit = scope == "unit"
            name = name_of(department) or short_name(file)  # one that names no department is told by its file
            name = f"{name}（单位）" if unit else name
            latest[name, unit, year] = _Document(document_id, file, name, year, unit)
    return sorted(latest.values(), key=lambda one: (one.department, one.year))


class _Finder:
    """Looks figures up: one query for every term, over all documents."""

    def __init__(self, documents: Sequence[_Document], hub: duckdb.DuckDBPyConnection, headcount: Headcount) -> None:
        self._documents = {one.document_id: one for one in documents}
        self._hub = hub
        self._headcount = headcount
        self._known: dict[Term, dict[str, _Found]] = {}

    def first(self, terms: Sequence[Term], document: _Document) -> _Found:
        """The figure of the first term that a document has; else why the last of them has none."""
        tried = NOTHING
        for term in terms:
            tried = self._people(document) if term.statement == HEADCOUNT else self._all(term).get(document.document_id, NOTHING)
            if tried.value is not None:
                break
        return tried

    def _people(self, document: _Document) -> _Found:
        people = self._headcount.get((name_of(document.department), document.year))
        return _Found(None if people is None else people * SCALE, money=False, unit="人", place=None, why="没有给出人数（--headcount）")

    def _all(self, term: Term) -> dict[str, _Found]:
        if term not in self._known:
            sql = _SPOKEN if term.spoken else _PRINTED
            values = [term.statement, term.item, term.column, *([term.base] if term.spoken else [])]
            self._known[term] = self.of_query(sql, values, title_of(term))
        return self._known[term]

    def of_query(self, sql: str, values: Sequence[str], what: str = "") -> dict[str, _Found]:
        """What a query finds, by document; it gives document, value, unit (元 for money), line, cell, page and words. `what` names it."""
        found: dict[str, list[_Found]] = defaultdict(list)
        for document_id, value, unit, line, page, text, sheet, cell_name in self._hub.execute(
            f"{_PLACED}({sql}){_PLACES}", values
        ).fetchall():
            document = self._documents.get(document_id)
            if document:
                place = Place(document.file, line, page, text, what, named_place(sheet, cell_name))
                found[document_id].append(_Found(value, money=unit == "元", unit=unit, place=place))
        return {one: _one(several) for one, several in found.items()}


_PLACED: Final = "select f.document_id, f.value, f.unit, f.line, f.page, f.text, coalesce(p.sheet, ''), coalesce(p.cell_name, '') from "
_PLACES: Final = """ f
left join (select * from places where page is null) p
  on p.document_id = f.document_id and p.line = f.line and p.cell = case when p.sheet = '' then 0 else f.cell end
order by f.document_id, f.number
"""
"""The places of figures in workbooks (by cell) and in what flows (by row); figures in files with pages know their page."""
_PRINTED: Final = """
select document_id, value, '元' as unit, line, col as cell, page, text, fact as number from facts
where statement = ? and item = ? and "column" = ?
"""
_SPOKEN: Final = """
select document_id, value, unit, line, 0 as cell, null as page, text, claim as number from claims
where statement = ? and item = ? and "column" = ? and base = ? and kind in ('amount', 'count') and unbound = ''
"""
_INDICATOR: Final = """
select i.document_id, coalesce(i.actual, i.target) as value,
    case when i.actual is null then i.target_unit else coalesce(nullif(i.actual_unit, ''), i.target_unit) end as unit,
    i.line, 0 as cell, null as page, i.name || ' ' || coalesce(nullif(i.actual_text, ''), i.target_text) as text, i.indicator as number
from indicators i where i.name = ? and coalesce(i.actual, i.target) is not null
"""


def _one(found: Sequence[_Found]) -> _Found:
    return found[0] if len({one.value for one in found}) == 1 else _Found(None, money=False, unit="", place=found[0].place, why=_TWICE)


def _figure(document: _Document, found: _Found, value: Fraction | None, why: str = "") -> Figure:
    said = why or ("" if value is not None else found.why)
    return Figure(document.department, document.year, value, (found.place,) if found.place else (), said, document.unit)


def _usual_unit(found: Sequence[tuple[_Document, _Found]]) -> str:
    units = Counter(MONEY if one.money else one.unit for _, one in found if one.value is not None)
    return units.most_common(1)[0][0] if units else ""


def _in_unit(found: Sequence[tuple[_Document, _Found]]) -> tuple[str, tuple[Figure, ...]]:
    """The figures in the unit that most of them have; one in another unit is not compared."""
    unit = _usual_unit(found)
    figures = []
    for document, one in found:
        own = MONEY if one.money else one.unit
        if one.value is not None and own != unit:
            figures.append(_figure(document, one, None, f"单位是“{own}”，与多数的“{unit}”不同"))
        else:
            value = None if one.value is None else in_wan(one.value) if one.money else in_ones(one.value)
            figures.append(_figure(document, one, value))
    return unit, tuple(figures)


def _of_ratio(ratio: Ratio, document: _Document, finder: _Finder) -> Figure:
    top, bottom = finder.first(ratio.top, document), finder.first(ratio.bottom, document)
    places = tuple(one.place for one in (top, bottom) if one.place)
    why, value = "", None
    if document.year < ratio.valid_from:
        why = f"这一比率自 {ratio.valid_from} 年起适用"
    elif top.value is None or bottom.value is None:
        why = f"分子：{top.why}" if top.value is None else f"分母：{bottom.why}"
    elif bottom.value <= 0:
        why = "分母为零"
    else:
        value = _quotient(ratio, top, bottom)
    return Figure(document.department, document.year, value, places, why, document.unit)


def _quotient(ratio: Ratio, top: _Found, bottom: _Found) -> Fraction:
    """Like by like is a share in percent; money by a count is 元 or 万元 for each."""
    if ratio.unit == "%":
        return Fraction(top.value or 0, bottom.value or 1) * 100
    money = in_wan(top.value or 0) * (10_000 if ratio.unit.startswith("元") else 1)
    return money / in_ones(bottom.value or 1)
