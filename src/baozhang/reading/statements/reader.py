"""All statutory statements of a document: recognise each table, read it by its row axis, turn its entries into facts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import half_unit_fen, to_fen
from baozhang.facts.record import replace
from baozhang.facts.records import PAGE_APART, FactRow, StatementRow, UnrecognisedRow
from baozhang.reading.statements.blocks_aside import is_side_by_side, read_side_by_side
from baozhang.reading.statements.broken_rows import joined
from baozhang.reading.statements.captions import Caption, caption_of, take_lead
from baozhang.reading.statements.coded import read_coded
from baozhang.reading.statements.entries import APART, Entry, TableReading, figure, words
from baozhang.reading.statements.header import FUNCTION_CODE, SUBTOTALS, TOTAL_WORDS, is_header_row
from baozhang.reading.statements.listed import read_listed
from baozhang.reading.statements.named import adds_up_to_total, read_named
from baozhang.reading.statements.named_codes import with_codes_of_names
from baozhang.reading.statements.shapes import by_header, by_number, figures_apart, once_each, with_bare_amounts, without_empty_columns
from baozhang.reading.statements.sided import read_sided
from baozhang.reading.statements.split_codes import with_whole_codes
from baozhang.reading.statements.sums import parents
from baozhang.reading.statements.three_public import read_three_public
from baozhang.taxonomy import check_sheet
from baozhang.taxonomy.statements import RowAxis, statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.model import Block, GridRow
    from baozhang.taxonomy.statements import Statement

_DEFAULT_UNIT: Final = "万元"
_SUBTOTALS: Final = frozenset(SUBTOTALS.values())


@dataclass(frozen=True, slots=True)
class StatementsReading:
    """The statements and facts of a document, what was not recognised, and how many tables and figures there were."""

    statements: tuple[StatementRow, ...]
    facts: tuple[FactRow, ...]
    unrecognised: tuple[UnrecognisedRow, ...]
    tables: int
    figures: int
    figures_bound: int
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A recognised table, its continuations joined."""

    block: Block
    caption: Caption
    statement: str
    rows: tuple[GridRow, ...]
    followed: bool = False
    """Whether a table of the same name, or of none, stands behind it: it may go on there."""


def read_statements(blocks: Sequence[Block], used: frozenset[int], document_id: str, stage: str) -> StatementsReading:
    """Statements and facts of the tables that are not forms (`used` holds the block indexes of forms)."""
    tables = [block for block in blocks if block.kind == "table" and block.index not in used]
    candidates = [_with_lead(block, caption_of(blocks, block.index)) for block in tables]
    unit = Counter(caption.unit for _, caption in candidates if caption.unit).most_common(1)
    reader = _Reader(document_id, stage, unit[0][0] if unit else _spoken_unit(blocks))
    for table in _join(candidates, reader):
        reader.take(table)
    return StatementsReading(
        tuple(reader.statements),
        tuple(reader.facts),
        tuple(reader.unrecognised),
        reader.tables,
        reader.figures,
        reader.bound,
        tuple(caption.department for _, caption in candidates if caption.department),
    )


def _spoken_unit(blocks: Sequence[Block]) -> str:
    """The unit of money that the text speaks in, where no table says one."""
    spoken = Counter(found[1] for block in blocks if block.kind == "paragraph" for found in _MONEY.finditer(block.text))
    return "元" if spoken["元"] > 2 * spoken["万元"] else _DEFAULT_UNIT


_MONEY: Final = re.compile(r"\d(万元|元)")


def _with_lead(block: Block, caption: Caption) -> tuple[Block, Caption]:
    """A table without the rows that only caption it, and the caption these complete."""
    completed, rows = take_lead(block.rows, caption)
    bare, completed = with_bare_amounts(rows, completed)
    return replace(block, rows=joined([once_each(figures_apart(row)) for row in bare])), completed


def _figures(rows: Sequence[GridRow]) -> int:
    return sum(1 for row in rows for cell in row.cells if figure(cell) and not FUNCTION_CODE.fullmatch(cell))


def _unreadable(rows: Sequence[GridRow], reading: TableReading) -> str:
    """Why a table without any figure must not pass for an empty one: its cells hold amounts that are no plain figures."""
    if any(entry.text for entry in reading.entries):
        return ""
    odd = [cell for row in rows for cell in row.cells if not figure(cell) and _AMOUNT_INSIDE.search(cell)]
    return f"“{odd[0]}”等{len(odd)}处不是单独的数" if odd else ""


_AMOUNT_INSIDE: Final = re.compile(r"\d\.\d\d(?!\d)")


def _join(candidates: Sequence[tuple[Block, Caption]], reader: _Reader) -> list[_Table]:
    """Recognise tables and join continuations: same statement again right behind, or no title but fitting columns."""
    tables: list[_Table] = []
    for block, caption in candidates:
        if _is_unit_list(block.rows):
            continue
        if _is_check_sheet(block.rows):
            reader.note_check_sheet(block)
            continue
        statement = caption.statement or by_header(block.rows) or by_number(caption, block.rows, reader.stage)
        before = tables[-1] if tables else None
        continues = before is not None and _continues(before, block, caption)
        if before is not None and not continues and statement in {"", before.statement} and not caption.other_title:
            tables[-1] = replace(before, followed=True)
        if continues and before is not None:
            rows = (*before.rows, *(replace(row, after_break=n == 0 or row.after_break) for n, row in enumerate(block.rows)))
            tables[-1] = replace(before, rows=rows, caption=replace(before.caption, note=before.caption.note or caption.note))
        elif statement:
            tables.append(_Table(block, caption, statement, block.rows))
        else:
            reader.refuse(block, caption.other_title)
    return tables


def _is_unit_list(rows: Sequence[GridRow]) -> bool:
    """A list of units (序号, 单位名称): no figures of the accounts."""
    head = {words(cell) for cell in rows[0].cells}
    return bool(head & {"单位名称", "预算单位", "决算单位", "单位"}) and bool(head & {"序号", "单位性质", "备注"})


def _is_check_sheet(rows: Sequence[GridRow]) -> bool:
    """Whether a table is what our own workbooks compute from their statements."""
    return tuple(words(cell) for cell in rows[0].filled) == check_sheet.COLUMNS


def _continues(before: _Table, block: Block, caption: Caption) -> bool:
    if caption.statement:
        near = caption.statement == before.statement and block.index - before.block.index < 12
        return near and not any(words(cell) in TOTAL_WORDS for row in block.rows for cell in row.cells[:3])
    if caption.other_title or (caption.number and caption.number != before.caption.number):
        return False
    if block.index - before.block.index > 4 or statements()[before.statement].axis in {RowAxis.NAMED, RowAxis.THREE_PUBLIC}:
        return False
    usual = Counter(len(row.cells) for row in before.rows).most_common(1)[0][0]
    return any(abs(len(row.cells) - usual) <= 1 for row in block.rows) and _figures(block.rows) > 0


def _strange_rows(table: _Table) -> list[GridRow]:
    """Rows with figures that are of the other kind of table: codes in a two-sided one, the items of such a one in a list of codes."""
    axis = statements()[table.statement].axis
    if axis is RowAxis.TWO_SIDED:
        rows = [row for row in table.rows if _begins_with_code(row)]
    elif axis in {RowAxis.FUNCTION, RowAxis.ECONOMIC}:
        functions = axis is RowAxis.ECONOMIC
        rows = [row for row in table.rows if any(map(_NUMBERED_CLASS.match, row.cells)) or (functions and _begins_with_code(row))]
    else:
        return []
    return [row for row in rows if any("." in cell and figure(cell) for cell in row.cells)]


def _without_strange(table: _Table, strange: Sequence[GridRow]) -> _Table:
    """A table without the rows from the header on below which those of another kind stand; in a list of functions none can be mistaken."""
    if statements()[table.statement].axis is RowAxis.FUNCTION:
        return table
    first = table.rows.index(strange[0])
    header = [at for at in range(1, first) if is_header_row(table.rows[at], FUNCTION_CODE)]
    start = next((at for at in reversed(header) if at - 1 not in header), first)
    return replace(table, rows=table.rows[:start]) if start else table


_NUMBERED_CLASS: Final = re.compile(r"[一二三四五六七八九十]{1,3}、.*(?:收入|支出)$|本年(?:收入|支出)合计|年[初末].*结转")
_FEWEST_STRANGE: Final = 2


def _begins_with_code(row: GridRow) -> bool:
    return any(FUNCTION_CODE.fullmatch(words(cell)) for cell in row.cells[:1])


_FEWEST_CODES: Final = 2


class _Reader:
    """Collects statements and facts over the tables of one document."""

    def __init__(self, document_id: str, stage: str, unit: str) -> None:
        self._document_id = document_id
        self.stage = stage
        self._unit = unit
        self._taken: dict[str, int] = {}
        self.statements: list[StatementRow] = []
        self.facts: list[FactRow] = []
        self.unrecognised: list[UnrecognisedRow] = []
        self.tables = 0
        self.figures = 0
        self.bound = 0

    def refuse(self, block: Block, title: str) -> None:
        """A table that is no known statement: list it with its title, if it has one, and its figures."""
        figures = _figures(block.rows)
        if not figures:
            return
        self.tables += 1
        self.figures += figures
        head = "、".join(words(cell) for cell in block.rows[0].cells if cell)[:40]
        what = f"表格“{title}”" if title else "没有表题的表格"
        apart = not title and sum(map(_begins_with_code, block.rows)) >= _FEWEST_CODES
        rest, kind = (f"，{APART}", PAGE_APART) if apart else ("", "")
        self._list(block.line_from, f"{what}未识别（{figures}个数，表头“{head}”）：标题和栏目与已知的表都不相符{rest}", kind)

    def note_check_sheet(self, block: Block) -> None:
        """Say that a table only repeats figures of the statements; it is neither counted nor read."""
        what = f"“{check_sheet.TITLE}”是编制时附带的核对表（{len(block.rows) - 1}条勾稽关系），由各公开表的数字算出，不另作数据读取"
        self._list(block.line_from, what)

    def take(self, table: _Table) -> None:
        """Read one recognised table into facts."""
        self.tables += 1
        first = self._taken.setdefault(table.statement, table.block.line_from)
        if first != table.block.line_from:
            figures = _figures(table.rows)
            self.figures += figures
            self._list(
                table.block.line_from,
                f"“{statements()[table.statement].title}”在第{first}行已经出现过，这张同名表未纳入核对（{figures}个数）",
            )
            return
        strange = _strange_rows(table)
        if len(strange) >= _FEWEST_STRANGE:
            self._list(strange[0].line, f"从这里起的{len(strange)}行不像这张表的行，{APART}", PAGE_APART)
            table = _without_strange(table, strange)
        reading = _read(table, self.stage)
        problem = reading.problem or _unreadable(table.rows, reading)
        if problem and not any(entry.text for entry in reading.entries):
            figures = _figures(table.rows)
            self.figures += figures
            self._list(table.block.line_from, f"“{table.caption.title or statements()[table.statement].title}”未能读出：{problem}")
            if figures or not reading.problem:
                return
        self.figures += len(reading.unbound) + len(reading.apart)
        for line, why in reading.unbound:
            self._list(line, why)
        for line, why in reading.apart:
            self._list(line, why, PAGE_APART)
        self._record(table, reading)

    def _list(self, line: int, why: str, kind: str = "") -> None:
        self.unrecognised.append(UnrecognisedRow(self._document_id, line, why, kind))

    def _record(self, table: _Table, reading: TableReading) -> None:
        unit = table.caption.unit or self._unit
        entries = _settled(reading.entries, table.caption.note)
        printed = [entry for entry in entries if entry.text]
        decimals = max((entry.number.decimals for entry in printed), default=2)
        half = half_unit_fen(decimals, unit)
        mended = {row.line for row in table.rows if row.mended}
        items = {entry.item: entry for entry in entries}
        coded = statements()[table.statement].axis in {RowAxis.FUNCTION, RowAxis.ECONOMIC}
        above = parents(list(items)) if coded else {}
        parts = statements()[table.statement].axis is RowAxis.NAMED and adds_up_to_total(entries, whole=not table.followed)
        part_of = {item: _TOTAL if parts and entry.item != _TOTAL else _parent(entry, above, coded=coded) for item, entry in items.items()}
        facts, document_id, statement, block, page = self.facts, self._document_id, table.statement, table.block.index, table.block.page
        for entry in entries:
            try:
                value = to_fen(entry.number.value, unit)
            except ValueError:
                self.figures += 1
                self._list(entry.line, f"“{entry.text}”不是可能的{unit}金额（小于一分，或大得不合情理）")
                continue
            item = entry.item
            facts.append(
                FactRow(
                    document_id, len(facts) + 1, statement, item, entry.label, part_of[item], entry.level, entry.column, value, half,
                    entry.text, block, entry.row, entry.col, entry.line, page, entry.repaired or entry.line in mended,
                )
            )  # fmt: skip
        self.figures += len(printed)
        self.bound += len(printed)
        self.statements.append(
            StatementRow(
                document_id=self._document_id,
                statement=table.statement,
                title=table.caption.title or statements()[table.statement].title,
                number=table.caption.number,
                unit=unit,
                decimals=decimals,
                block=table.block.index,
                rows=len(items),
                columns=len({entry.column for entry in entries}),
                empty=not any(entry.number.value for entry in entries),
                note=table.caption.note,
                line_from=table.block.line_from,
                line_to=table.rows[-1].line,
                repaired=reading.mended_rows + len(mended),
            )
        )


_TOTAL: Final = "total"


def _parent(entry: Entry, above: Mapping[str, str], *, coded: bool) -> str:
    """What an item is part of: in a coded list its nearest ancestor, in a two-sided table a class is part of 本年支出."""
    if entry.item in _SUBTOTALS:
        return ""
    if coded:
        return above[entry.item]
    return "spending.year" if entry.level else ""


def _settled(entries: Sequence[Entry], note: str) -> list[Entry]:
    """Blank cells are zero where nothing else says zero; in a table that prints its zeros a blank says nothing."""
    printed = [entry for entry in entries if entry.text]
    prints_zero = any(entry.number.value == 0 for entry in printed)
    if not printed:
        return list(entries) if note else []
    return [entry for entry in entries if entry.text or not prints_zero or entry.col < 0]


def _read(table: _Table, stage: str) -> TableReading:
    """The reading of a table, its places those of the table as printed, with the columns that are empty."""
    rows, kept = without_empty_columns(table.rows)
    reading = _read_rows(rows, statements()[table.statement], stage)
    if rows == table.rows:
        return reading
    return replace(reading, entries=tuple(replace(entry, col=kept[entry.col]) if entry.col >= 0 else entry for entry in reading.entries))


def _read_rows(rows: Sequence[GridRow], definition: Statement, stage: str) -> TableReading:
    if definition.axis is RowAxis.TWO_SIDED:
        return read_sided(rows, definition, stage)
    if definition.axis is RowAxis.THREE_PUBLIC:
        return read_three_public(rows, definition, stage)
    if definition.axis is RowAxis.NAMED:
        return read_named(rows, definition)
    rows = with_whole_codes(rows)
    if definition.axis in {RowAxis.FUNCTION, RowAxis.ECONOMIC}:
        rows = with_codes_of_names(rows, definition.axis)
    if definition.axis is RowAxis.ECONOMIC and is_side_by_side(rows):
        return read_side_by_side(rows)
    return read_listed(rows, definition) or read_coded(rows, definition)
