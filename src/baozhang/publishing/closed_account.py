"""A closed year as an account to compile: its figures, what they are compared with, the disclosures of the registers, the words of staff.

Words are kept in the register 部门文字 under these numbers: 职责.1 …, 任务.1 …, 绩效.1 …, 单位.1 … (instead of the names in the register of
units), 用途.2101501 (what an item is spent on), 原因.general[2101501].total (why a cell changed).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.compiling.account import PLACES, REASON, USE, Account, details
from baozhang.compiling.figures import Figures
from baozhang.errors import PublishingError
from baozhang.facts.amounts import SCALE
from baozhang.ledger.books import records_of, standing
from baozhang.ledger.closing import COMPARED
from baozhang.ledger.disclosures import STATEMENT
from baozhang.publishing.annex import CHOICE, Annex, annex, no_evidence
from baozhang.taxonomy.codes import code_names
from baozhang.taxonomy.layouts import layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from baozhang.compiling.pieces import CellKey
    from baozhang.ledger.books import Book, Row
    from baozhang.ledger.closing import Closing
    from baozhang.ledger.statements import Figure

_PLACES: Final = {word: place for place, word in PLACES.items()}
"""The place in the document of the words kept under a number that begins so."""


NamedWord = tuple[str, str, str]
"""Statement, name of a project or purchase, header of a column of words."""


_HEADERS: Final = {"projects": ("类型", "项目单位"), "procurement": ("政府采购品目",), "services": ("政府购买服务内容",)}
"""Columns of words that the registers can fill."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a document tells beside the closed figures: names of the units, the register 部门文字 by number, 其他披露数 by item, the annex.

    `disclosed` holds fen for money and plain counts, by the ids of `compiling.account.details`.
    """

    units: tuple[str, ...]
    words: Mapping[str, str]
    disclosed: Mapping[str, int]
    annex: Annex = field(default_factory=Annex)
    named: Mapping[NamedWord, str] = field(default_factory=dict)
    """What stands beside the names of projects and purchases: words by statement, name and header."""


def beside(connection: Connection, book: Book, content: Callable[[str], bytes] = no_evidence) -> Beside:
    """What the registers of a book hold for the document beside its figures; PublishingError for a disclosure nobody knows.

    `content` gives a file of evidence by its digest.
    """
    units = list(records_of(connection, book, "units"))
    superiors = {row["superior_code"] for row in units}
    disclosed = {str(row["disclosure"]): _plain_figure(row) for row in records_of(connection, book, "disclosed_figures")}
    words = {str(row["text_key"]): str(row["content"]) for row in records_of(connection, book, "texts")}
    unknown = sorted(set(disclosed) - set(details()))
    if unknown:
        raise PublishingError(f"其他披露数中有不认识的项目 {'、'.join(unknown)}", "请按“缺少”一栏括号里的名称填写披露项目编号。")
    return Beside(
        units=tuple(str(row["agency_name"]) for row in units if row["agency_code"] not in superiors),
        words=words,
        disclosed=disclosed,
        annex=annex(connection, book, words.get(CHOICE, ""), content),
        named=_named(connection, book, {str(row["agency_code"]): str(row["agency_name"]) for row in units}),
    )


def _named(connection: Connection, book: Book, units: Mapping[str, str]) -> dict[NamedWord, str]:
    """The words that the registers have beside a name; none where rows of one name differ in them."""
    found: dict[NamedWord, set[str]] = defaultdict(set)
    for row in records_of(connection, book, "projects"):
        name = str(row["pro_name"])
        found["projects", name, "类型"].add(str(row["pro_cat_code"]))
        found["projects", name, "项目单位"].add(units.get(str(row["agency_code"]), ""))
    for row in standing(connection, book, "procurement"):
        found["procurement", str(row["pur_name"]), "政府采购品目"].add(str(row["pur_item"] or ""))
    for row in standing(connection, book, "services"):
        found["services", str(row["gov_buy_des"]), "政府购买服务内容"].add(str(row["gov_buy_des"]))
    return {place: next(iter(words)) for place, words in found.items() if len(words) == 1}


def _plain_figure(row: Row) -> int:
    return next((value for name in ("amount", "number") if isinstance(value := row[name], int)), 0)


def closed_account(closing: Closing, told: Beside) -> Account:
    """The account of a closing with what is told beside it; a disclosure that was entered counts more than one that follows."""
    layout = layouts()[closing.book.layout]
    by_kind: dict[str, list[Figure]] = defaultdict(list)
    for figure in closing.figures:
        kind, dot, _ = figure.column.partition(".")
        by_kind["detail" if figure.statement == STATEMENT else kind if dot and kind in COMPARED else "own"].append(figure)
    own = _figures(by_kind["own"], "")
    words_beside = {
        (statement, f"{item}/{header}"): told.named[statement, label, header]
        for (statement, item), label in own.names.items()
        for header in _HEADERS.get(statement, ())
        if (statement, label, header) in told.named
    }
    approved = dict(_cells(by_kind["adjusted"], "adjusted."))
    planned = {(one, item, "budget"): fen for (one, item, column), fen in approved.items() if column == "final"}
    budget = {**planned, **{cell: fen for cell, fen in approved.items() if cell[2] == "budget"}}
    texts, reasons = _words(told.words)
    return Account(
        layout=layout,
        department=closing.book.department,
        year=closing.book.fiscal_year,
        figures=Figures({**budget, **own.cells}, {**own.names, **words_beside}),
        prior=_figures(by_kind["prior"], "prior.") if by_kind["prior"] else None,
        initial=_figures(by_kind["initial"], "initial.") if by_kind["initial"] else None,
        details={**_details(by_kind["detail"], layout.stage), **(told.annex.details or {}), **told.disclosed},
        texts={"units": told.units} | texts | {"performance": (*told.annex.paragraphs, *texts.get("performance", ()))},
        reasons=reasons,
        forms=told.annex.pieces,
        owed=told.annex.missing,
        consolidated=not closing.scope,
    )


def _cells(figures: Iterable[Figure], prefix: str) -> list[tuple[CellKey, int]]:
    return [((one.statement, one.item, one.column.removeprefix(prefix)), one.exact) for one in figures]


def _figures(figures: list[Figure], prefix: str) -> Figures:
    names = {(one.statement, one.item): one.label for one in figures if one.label not in {one.item, code_names().get(one.item)}}
    return Figures(dict(_cells(figures, prefix)), names)


def _details(figures: Iterable[Figure], stage: str) -> dict[str, int]:
    """The disclosures that the explanation of this stage tells; counts come as ten-thousandths, last year's under `.prior`."""
    found = {}
    for one in figures:
        before, _, column = one.column.rpartition(".")
        name = f"{one.item}.{before}" if before else one.item
        known = details().get(name)
        if known is not None and stage in known.stages:
            found[name] = one.exact if column == "amount" else one.exact // SCALE
    return found


def _words(words: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    reasons = {}
    for number, content in sorted(words.items(), key=lambda one: _order(one[0])):
        place, _, rest = number.partition(".")
        if place == REASON:
            reasons[rest] = content
        elif place in _PLACES:
            name = _PLACES[place]
            texts[f"{name}.{rest}" if name == USE else name].append(content)
    return {name: tuple(lines) for name, lines in texts.items()}, reasons


def _order(number: str) -> tuple[str, int, str]:
    place, _, rest = number.partition(".")
    return place, int(rest) if rest.isdigit() else 0, rest
