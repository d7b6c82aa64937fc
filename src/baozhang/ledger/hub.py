"""A closing as rows of the hub: what compiling prints and auditing checks, in the same form as a document that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import fen_to_text, half_unit_fen
from baozhang.facts.records import ClaimRow, DocumentRow, FactRow, StatementRow
from baozhang.ledger.closing import COMPARED
from baozhang.ledger.disclosures import STATEMENT
from baozhang.ledger.statements import Figure
from baozhang.taxonomy.layouts import layouts
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.ledger.closing import Closing
    from baozhang.taxonomy.layouts import Layout, StatementLayout

_COMPARED: Final = tuple(f"{word}." for word in COMPARED)


def printed_text(figure: Figure, layout: Layout) -> str:
    """A figure as the layout prints it: a zero is blank where the layout leaves it blank."""
    if figure.printed == 0 and layout.blank_is_zero:
        return ""
    return fen_to_text(figure.printed, layout.unit, grouped=layout.grouped)


def document_row(closing: Closing) -> DocumentRow:
    """The closing as a document; its id is the digest."""
    book, shown = closing.book, _shown(closing)
    layout = layouts()[book.layout]
    title = f"{book.fiscal_year}年度{book.department}{'部门预算' if book.stage == 'budget' else '部门决算'}"
    scope = "unit" if closing.scope else "department"
    return DocumentRow(
        closing.digest, "", title, book.department, book.region, book.fiscal_year, book.stage, scope, book.layout, layout.unit,
        0, len(shown), len(shown),
    )  # fmt: skip


def statement_rows(closing: Closing) -> list[StatementRow]:
    """One row per statement of the layout, in its order; `block` is its place in that order."""
    layout = layouts()[closing.book.layout]
    return [_statement_row(closing, layout, printed, block) for block, printed in enumerate(layout.statements)]


def _statement_row(closing: Closing, layout: Layout, printed: StatementLayout, block: int) -> StatementRow:
    figures = [figure for figure in _shown(closing) if figure.statement == printed.id]
    items = {figure.item for figure in figures}
    columns = {figure.column for figure in figures}
    empty = not any(figure.printed for figure in figures)
    return StatementRow(
        closing.digest, printed.id, printed.title, printed.number, layout.unit, layout.decimals, block, len(items), len(columns), empty,
        "", 0, 0, 0,
    )  # fmt: skip


def fact_rows(closing: Closing) -> list[FactRow]:
    """One row per printed figure; `value` is the printed amount in fen. What a figure is compared with is left out."""
    layout = layouts()[closing.book.layout]
    half = half_unit_fen(layout.decimals, layout.unit)
    blocks = {printed.id: block for block, printed in enumerate(layout.statements)}
    return [
        FactRow(
            closing.digest, number, one.statement, one.item, one.label, one.parent, one.level, one.column, one.printed, half,
            printed_text(one, layout), blocks[one.statement], 0, 0, 0, None, repaired=False,
        )
        for number, one in enumerate(_shown(closing), 1)
    ]  # fmt: skip


def figures_of(facts: Iterable[FactRow]) -> list[Figure]:
    """Facts that were read as figures, to be last year's: exact as printed, since more is not known; of named rows only the totals."""
    named = {one.id for one in statements().values() if one.axis is RowAxis.NAMED}
    seen: dict[tuple[str, str, str], Figure] = {}
    for fact in facts:
        if fact.statement not in named or fact.item == "total":
            figure = Figure(fact.statement, fact.item, fact.item_label, fact.parent, fact.level, fact.column, fact.value, fact.value)
            seen.setdefault((fact.statement, fact.item, fact.column), figure)
    return list(seen.values())


def disclosed_of(claims: Iterable[ClaimRow]) -> list[Figure]:
    """Amounts that the explanation of a document discloses beside its tables (机关运行经费 …), the first of each, as figures."""
    seen: dict[str, Figure] = {}
    for claim in claims:
        if claim.statement == STATEMENT and claim.kind == "amount" and not claim.base:
            seen.setdefault(claim.item, Figure(STATEMENT, claim.item, claim.item, "", 0, "amount", claim.value, claim.value))
    return list(seen.values())


def _shown(closing: Closing) -> list[Figure]:
    """What the statements of the layout print."""
    printed = {one.id for one in layouts()[closing.book.layout].statements}
    return [figure for figure in closing.figures if figure.statement in printed and not figure.column.startswith(_COMPARED)]
