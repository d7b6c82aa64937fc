"""What to compare: a cell by its term or by its Chinese words, a ratio by name, an indicator by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.labels import labels
from baozhang.taxonomy.ratios import DISCLOSURE, Ratio, Term, parse_term, ratios
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    import duckdb

    from baozhang.taxonomy.statements import Statement

_PARTS: Final = re.compile(r"[·・/>＞]")
_LOOSE: Final = re.compile(r"[\s“”\"'（）()]|财政拨款|部门|预算(?=支出|收入|表|总|拨款)|决算|明细|情况|总表$|表$")
_MAIN: Final = ("total", "amount", "final", "budget")
"""The column that is meant where none is named."""
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to compare: a figure (`terms`, the first that a document has), a ratio, or an indicator of performance forms."""

    title: str
    terms: tuple[Term, ...] = ()
    ratio: Ratio | None = None
    indicator: str = ""

    @property
    def notation(self) -> str:
        """How the subject is written exactly."""
        if self.ratio:
            return self.ratio.id
        return self.indicator or "｜".join(map(str, self.terms))


def find_subject(text: str, hub: duckdb.DuckDBPyConnection) -> Subject:
    """The subject that `text` means among the documents of a hub; UsageError when it means nothing there, or too much."""
    text = text.strip()
    term = parse_term(text)
    if term is not None:
        return Subject(title_of(term), (term,))
    ratio = next((one for one in ratios().values() if text == one.id or _bare(text) == _bare(one.title)), None)
    if ratio is not None:
        return Subject(ratio.title, ratio=ratio)
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    if len(parts) > 1:
        return _cell(parts, hub)
    found = hub.execute("select distinct name from indicators where strpos(name, ?) > 0 order by name", [text]).fetchall()
    names = [str(name) for (name,) in found]
    if text in names or len(names) == 1:
        return Subject(text if text in names else names[0], indicator=text if text in names else names[0])
    if names:
        raise UsageError(f"“{text}”对应多个绩效指标：{_few(names)}。请写全名。")
    raise UsageError(
        f"没有可以比较的“{text}”。可以写数项（general[2101501].total，或“一般公共预算支出·行政运行”）、"
        f"比率（{_few([one.title for one in ratios().values()])}）或绩效指标的名称。"
    )


def title_of(term: Term) -> str:
    """A term in words: 表·项目·栏."""
    words = labels()
    if term.statement == DISCLOSURE:
        return f"情况说明·{term.item}"
    item = code_names().get(term.item) or words.item(term.item, term.statement)
    base = {"initial_budget": "（年初预算）", "adjusted_budget": "（全年预算）"}.get(term.base, "")
    return f"{words.statement(term.statement)}·{item}·{words.column(term.column, term.statement)}{base}"


def _cell(parts: list[str], hub: duckdb.DuckDBPyConnection) -> Subject:
    statement = _statement(parts[0])
    item = _item(parts[1], statement, hub)
    columns = [_column(parts[2], statement)] if len(parts) > 2 else [one for one in _MAIN if one in {c.id for c in statement.columns}]
    terms = tuple(Term(statement.id, item, column) for column in columns)
    title = title_of(terms[0]) if len(parts) > 2 else title_of(terms[0]).rpartition("·")[0]
    return Subject(title, terms)


def _statement(words: str) -> Statement:
    wanted = _bare(words)
    scored = [
        (abs(len(_bare(title)) - len(wanted)), one)
        for one in statements().values()
        for title in (one.title, *one.titles)
        if wanted and (wanted in _bare(title) or _bare(title) in wanted)
    ]
    if not scored:
        raise UsageError(f"没有表“{words}”。可以用：{_few([one.title for one in statements().values()], 20)}")
    return min(scored, key=lambda pair: pair[0])[1]


def _item(words: str, statement: Statement, hub: duckdb.DuckDBPyConnection) -> str:
    """The item by code or id, by its fixed label, or by the label it has in the documents."""
    fixed = {label: one.id for one in (*statement.left, *statement.right) for label in (one.id, *one.labels)}
    if words in fixed:
        return fixed[words]
    if words.isdigit() or words in {"total", "合计"}:
        return "total" if words == "合计" else words
    found = hub.execute(
        "select distinct item from facts where statement = ? and (item_label = ? or replace(item_label, ' ', '') = ?) order by item",
        [statement.id, words, words],
    ).fetchall()
    items = [str(item) for (item,) in found] or _by_name(words, statement)
    if not items:
        raise UsageError(f"《{statement.title}》里没有“{words}”这一行。请写科目编码或表中的名称。")
    if len(items) > 1:
        raise UsageError(f"《{statement.title}》里“{words}”对应多个科目：{_few(items)}。请写编码，例如“{statement.title}·{items[0]}”。")
    return items[0]


def _by_name(words: str, statement: Statement) -> list[str]:
    wanted = statement.axis in {RowAxis.FUNCTION, RowAxis.TWO_SIDED}
    return [code for code, name in code_names().items() if name == words and (wanted or code.startswith("3"))]


def _column(words: str, statement: Statement) -> str:
    found = [one.id for one in statement.columns if words in {one.id, *one.headers}]
    if not found:
        raise UsageError(f"《{statement.title}》没有栏目“{words}”。可以用：{'、'.join(one.headers[0] for one in statement.columns)}")
    return found[0]


def _bare(words: str) -> str:
    return _LOOSE.sub("", words)


def _few(names: list[str], most: int = _SHOWN) -> str:
    return "、".join(names[:most]) + (f" 等 {len(names)} 个" if len(names) > most else "")
