"""Statements whose cells were guessed, and forms whose columns slipped: what does not add up is listed and not read.

A table held together by blanks alone does not say where a cell ends. Its own sums do: where they hold it is data, read with doubt.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from baozhang.facts.record import replace
from baozhang.facts.records import FORM_UNSURE, UnrecognisedRow
from baozhang.reading.forms.coherence import is_torn
from baozhang.reading.html_tables import opens_html_table
from baozhang.reading.statements.coherence import Torn, holds_together, torn, untold_columns
from baozhang.reading.tables import is_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import FactRow, FundingRow, IndicatorRow, StatementRow
    from baozhang.reading.forms.result import FormsReading
    from baozhang.reading.model import Block, Line
    from baozhang.reading.statements.reader import StatementsReading


def guessed_tables(blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """The tables whose cells were told apart by their places among blanks."""
    first = lines[0].number
    starts = {block.index: lines[block.line_from - first] for block in blocks if block.kind == "table"}
    return [
        block
        for block in blocks
        if (line := starts.get(block.index)) and not is_row(line) and "|" not in line.source and not opens_html_table(line)
    ]


def untorn_forms(forms: FormsReading) -> FormsReading:
    """The forms without those whose columns slipped, which are listed."""
    money: dict[int, list[FundingRow]] = defaultdict(list)
    for row in forms.fundings:
        money[row.form].append(row)
    listed: dict[int, list[IndicatorRow]] = defaultdict(list)
    for indicator in forms.indicators:
        listed[indicator.form].append(indicator)
    torn = {one.form: one for one in forms.evaluations if is_torn(one, money[one.form], listed[one.form])}
    if not torn:
        return forms
    notes = [
        UnrecognisedRow(one.document_id, one.line, _FORM_TORN.format(one.project or one.title or "本表"), FORM_UNSURE)
        for one in torn.values()
    ]
    evaluations = [replace(one, copy_of=None if one.copy_of in torn else one.copy_of) for one in forms.evaluations if one.form not in torn]
    return replace(
        forms,
        evaluations=tuple(evaluations),
        fundings=tuple(row for row in forms.fundings if row.form not in torn),
        indicators=tuple(row for row in forms.indicators if row.form not in torn),
        unrecognised=(*forms.unrecognised, *notes),
    )


_FORM_TORN: Final = "“{}”绩效表的分值、得分、资金多处互不相符，可能是各栏错位，未作数据读取"


def with_doubt(tables: StatementsReading, guessed: Sequence[Block]) -> tuple[StatementsReading, list[UnrecognisedRow]]:
    """The statements without those that do not add up, and why; those in guessed tables, or without a column, are marked.

    Blank cells of columns that do not tell the parts of a printed sum are no facts.
    """
    facts: dict[str, list[FactRow]] = defaultdict(list)
    for fact in tables.facts:
        facts[fact.statement].append(fact)
    doubts: list[UnrecognisedRow] = []
    apart: set[str] = set()
    marked: set[str] = set()
    untold: set[tuple[str, str]] = set()
    for one in tables.statements:
        own = facts[one.statement]
        untold |= {(one.statement, column) for column in untold_columns(one.statement, own)}
        why, read = _doubted(one, own, any(one.line_from <= block.line_from <= one.line_to for block in guessed))
        if why:
            doubts.append(UnrecognisedRow(one.document_id, one.line_from, why.format(one.title)))
            (marked if read else apart).add(one.statement)
    if untold:
        tables = replace(tables, facts=tuple(fact for fact in tables.facts if (fact.statement, fact.column) not in untold))
    if not doubts:
        return tables, []
    kept = tuple(replace(fact, repaired=True) if fact.statement in marked else fact for fact in tables.facts if fact.statement not in apart)
    lost = sum(bool(fact.text) for name in apart for fact in facts[name])
    statements = tuple(one for one in tables.statements if one.statement not in apart)
    return replace(tables, statements=statements, facts=kept, figures_bound=tables.figures_bound - lost), doubts


def _doubted(one: StatementRow, own: Sequence[FactRow], guessed: bool) -> tuple[str, bool]:  # noqa: FBT001 -- what is asked of it
    """Why a statement is doubted, or empty, and whether it is read nevertheless."""
    if guessed:
        read = not any(fact.text for fact in own) or holds_together(one.statement, own)
        return (_GUESSED if read else _APART), read
    how = torn(one.statement, own)
    return {None: ("", True), Torn.ACROSS: (_COLUMN_LOST, True), Torn.ALL: (_TORN, False)}[how]


_GUESSED: Final = "这张表只靠空格对齐，各栏按位置推定，合计关系不符的不作判断"
_APART: Final = "“{}”只靠空格对齐，按位置推定的各栏合计关系不符，未作数据读取"
_COLUMN_LOST: Final = "“{}”各列合计成立，但多数行的合计不等于所列各栏之和，可能缺少一栏，合计关系不符的不作判断"
_TORN: Final = "“{}”多数合计关系不成立，可能缺少栏目、单元格错位或混入了别的表的行，未作数据读取"
