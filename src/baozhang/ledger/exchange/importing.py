"""Imports: sheets become rows of registers, all or nothing. Every bad cell is named with its reason; no column is dropped unsaid."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.ledger.control import yuan
from baozhang.ledger.exchange.exporting import CODES, HINT
from baozhang.ledger.exchange.foreign import DIMENSIONS, SELECTING, complaints, completed, marks_of, origins_of
from baozhang.ledger.exchange.headers import Columns, bears, columns_of, exchanges, fields_meant, goes_by, left_out_tables, normalised
from baozhang.ledger.exchange.values import Known, NotAValue, code_in_force, value_of
from baozhang.ledger.registers import VERSION, Kind, registers
from baozhang.ledger.versions import SEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from baozhang.ledger.books import Row, Value
    from baozhang.ledger.exchange.foreign import Line, Marks
    from baozhang.ledger.exchange.headers import Exchange, LeftOut
    from baozhang.ledger.exchange.sheets import Sheet
    from baozhang.ledger.registers import Field, Register

_NUMBERED: Final = re.compile(r"^\d+[-._ 、]*")
"""Numbers before the name of a file or sheet, which only order it."""
_HEADER_WITHIN: Final = 10
"""The header stands within the first rows."""
_ROW, _TOTAL, _DELETED = "row", "total", "deleted"
_PASSED: Final = {_TOTAL: "行合计", _DELETED: "行在来源系统中已删除"}
"""Rows that are passed over, and what is told of them."""
_TOTALS: Final = frozenset({"合计", "总计", "小计", "合计数"})
_MOST: Final = 1000
"""Bad cells that are named one by one; of more only the number is told."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be taken: where it stands, what is in it and why not (Chinese)."""

    sheet: str
    cell: str
    text: str
    why: str

    def __str__(self) -> str:
        """One line for the user."""
        return f"{self.sheet} {self.cell}“{self.text}”：{self.why}" if self.text else f"{self.sheet} {self.cell}：{self.why}"


@dataclass(slots=True)
class Intake:
    """What sheets hold: rows by register, or the reasons against taking them; and the columns that are not taken over."""

    batch: dict[str, list[Row]] = field(default_factory=dict)
    bad: list[BadCell] = field(default_factory=list)
    doubts: list[BadCell] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Tables, columns and rows that are not taken over, one Chinese sentence each."""
    told: list[str] = field(default_factory=list)
    """What was entered besides the rows, one Chinese sentence each."""
    withdrawn: dict[str, list[Row]] = field(default_factory=dict)
    """Rows that the other system has deleted, as far as they tell themselves apart."""

    @property
    def rows(self) -> int:
        """How many rows would be entered."""
        return sum(map(len, self.batch.values()))


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets name it, from 0-based row and column.

    >>> cell_name(0, 0), cell_name(9, 27)
    ('A1', 'AB10')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a sheet is to be read."""

    sheet: Sheet
    register: Register
    header: int
    columns: Columns
    exchange: Exchange | None
    open: frozenset[str]
    """Fields that need not stand in the cells: the table has them throughout, or they follow from others."""
    given: Mapping[str, str]
    """What was said for all rows of a sheet that has no such column, by field."""


def _planned(sheet: Sheet, register: Register, header: int, name: str, said: Mapping[str, str]) -> _Plan:
    row = sheet.rows[header]
    exchange = _exchange(row, register, name)
    columns = columns_of(row, register, exchange)
    bound = {one.name for one in columns.fields.values()}
    given = {one.name: said[word] for one in register.fields for word in (one.header, one.name) if word in said and one.name not in bound}
    free = _free(register, exchange) | given.keys()
    fields = {at: replace(one, required=one.required and one.name not in free) for at, one in columns.fields.items()}
    return _Plan(sheet, register, header, replace(columns, fields=fields), exchange, free, given)


def _free(register: Register, exchange: Exchange | None) -> frozenset[str]:
    if exchange is None:
        return frozenset()
    keyed = {"source_key"} if exchange.set or exchange.fill else set()
    adjusted = {"adj_kind"} if register.id == "adjustments" else set()
    return frozenset(keyed | adjusted | {*exchange.set} | (set(DIMENSIONS) if exchange.fill else set()))


Inspect = Callable[["Register", "Row"], "Iterable[tuple[str, str]]"]
"""What else speaks against a row: names of fields, and why (Chinese)."""


def take_in(
    sheets: Sequence[Sheet], known: Known, register_id: str = "", inspect: Inspect | None = None, said: Mapping[str, str] | None = None
) -> Intake:
    """Read sheets for a book whose codes, units and projects are `known`; `register_id` says what they hold where it does not show.

    `said` are values, by header or name of a field, for all rows of sheets that have no such column.
    """
    intake = Intake()
    plans = [plan for sheet in sheets if sheet.name != CODES and (plan := _plan(sheet, register_id, said or {}, intake)) is not None]
    _all_used(plans, said or {}, intake)
    for plan in sorted(plans, key=_turn):
        known = _with_projects(plan, known, intake)
        rows = _rows(plan, replace(known, folder=Path(plan.sheet.file).parent), intake)
        _referring(plan, rows, known, intake)
        _inspected(plan, rows, inspect, intake)
        intake.batch.setdefault(plan.register.id, []).extend(_seen(row) if plan.register.records else row for _, row in rows)
        known = _also_known(known, plan.register, [row for _, row in rows])
        _between_rows(plan, rows, intake)
    return intake


def _with_projects(plan: _Plan, known: Known, intake: Intake) -> Known:
    """Projects that a table of another system names, with their kind and unit, and nobody entered yet: they are entered with it."""
    projects = registers()["projects"]
    wanted = [one for one in projects.fields if one.required]
    places = {one.name: at for at, one in columns_of(plan.sheet.rows[plan.header], projects).fields.items()}
    if plan.exchange is None or not {one.name for one in wanted} <= places.keys():
        return known
    marks = marks_of(plan.sheet.rows[plan.header], plan.exchange)
    found: dict[str, list[dict[str, Value]]] = {}
    for cells in plan.sheet.rows[plan.header + 1 :]:
        texts = {one: cells[places[one.name]] if places[one.name] < len(cells) else "" for one in wanted}
        if marks.deleted(cells) is False and texts[wanted[0]] not in known.projects:
            with suppress(NotAValue):
                row = {one.name: value_of(text, one, known) for one, text in texts.items()}
                found.setdefault(str(row["pro_code"]), []).append(row)
    new = [rows[0] for rows in found.values() if all(row == rows[0] for row in rows)]
    if not new:
        return known
    intake.batch.setdefault("projects", []).extend(new)
    intake.told.append(f"{plan.sheet.name}：按表中的代码、名称、类别和单位登记了 {len(new)} 个新项目")
    return _also_known(known, projects, new)


def _all_used(plans: Sequence[_Plan], said: Mapping[str, str], intake: Intake) -> None:
    """What was said of a field that no sheet has, or that stands in its cells, is not passed over."""
    for word, text in said.items():
        if plans and not any(plan.register.field(name).header == word or name == word for plan in plans for name in plan.given):
            intake.bad.append(BadCell("--set", f"{word}={text}", "", "表里已有这一栏，或没有这样的栏目"))


def _turn(plan: _Plan) -> tuple[int, int]:
    """When a sheet has its turn: what others refer to, or are filled from, comes first."""
    register = list(registers()).index(plan.register.id)
    return register, exchanges().index(plan.exchange) + 1 if plan.exchange else 0


def _seen(row: Row) -> Row:
    """A record with the version it was exported in as the one its change was made from."""
    return {SEEN if name == VERSION.name else name: value for name, value in row.items()}


def _plan(sheet: Sheet, register_id: str, said: Mapping[str, str], intake: Intake) -> _Plan | None:
    name = normalised(_NUMBERED.sub("", sheet.name.rpartition("/")[2]))
    named = next((one for one in registers().values() if name in {normalised(one.title), normalised(one.id)}), None)
    passed_over = None if named or register_id else _left_out(sheet, name)
    if passed_over is not None:
        intake.left_out.append(f"{sheet.name}：{passed_over.title}（{passed_over.id.upper()}）{passed_over.why}，没有导入")
        return None
    best: tuple[int, int, _Plan] | None = None
    for at in range(len(sheet.rows[:_HEADER_WITHIN])):
        for register in [registers()[register_id]] if register_id else [named] if named else registers().values():
            plan = _planned(sheet, register, at, name, said)
            score = _score(plan)
            if score and (best is None or score > best[:2]):
                best = (*score, plan)
    if best is None:
        if any(cell for row in sheet.rows for cell in row):
            missing = "、".join(one.header for one in named.fields if one.required) if named else ""
            hint = f"缺少必填列（{missing}）" if named else "看不出是哪一种台账，请用 --register 指明，或使用模板"
            intake.bad.append(BadCell(sheet.name, "A1", "", hint))
        return None
    plan = best[2]
    _list_left_out(plan, intake)
    return plan


def _left_out(sheet: Sheet, name: str) -> LeftOut | None:
    """The table that a sheet is, when it is one that the books do not keep: by its name, or by its headers when it is no other by name."""
    if any(goes_by(one, name) for one in exchanges()):
        return None
    rows = [row for row in sheet.rows[:_HEADER_WITHIN] if any(row)]
    by_name = next((one for one in left_out_tables() if goes_by(one, name)), None)
    return by_name or next((one for one in left_out_tables() for row in rows if bears(row, one.signature)), None)


def _exchange(row: Sequence[str], register: Register, name: str) -> Exchange | None:
    """The table of another system whose headers these are; headers that say themselves what a table would say for them are our own."""
    own = {normalised(header) for header in row}
    fitting = [
        one
        for one in exchanges()
        if one.register == register.id
        and (goes_by(one, name) or bears(row, one.signature))
        and not any(normalised(word) in own for field in one.set for word in (field, register.field(field).header))
    ]
    return next((one for one in fitting if goes_by(one, name)), fitting[0] if fitting else None)


def _score(plan: _Plan) -> tuple[int, int] | None:
    """How well a row is a header of a register: bound columns, and how few of the register's fields are missing; None if it is not one."""
    columns = plan.columns
    bound = {one.name for one in columns.fields.values()} | {one.field for one in columns.amounts.values()}
    bound |= {name for one in columns.amounts.values() for name in one.set} | plan.open
    if not {one.name for one in plan.register.fields if one.required} <= bound:
        return None
    return len(columns.fields) + len(columns.amounts), -len(plan.register.fields)


def _list_left_out(plan: _Plan, intake: Intake) -> None:
    unknown = tuple(header for header in plan.columns.unknown if header != HINT)
    known = tuple(header for header in plan.columns.known if not {*fields_meant(header)} & {*SELECTING})
    for headers, why in ((unknown, "不认识"), (known, "认识但不记账")):
        if headers:
            intake.left_out.append(f"{plan.sheet.name}：以下列{why}，没有导入：{'、'.join(headers)}")


def _rows(plan: _Plan, known: Known, intake: Intake) -> list[Line]:
    """The rows of a sheet with the number of the line they stand on; bad cells go to the intake."""
    marks = marks_of(plan.sheet.rows[plan.header], plan.exchange)
    given = _given(plan, known, intake)
    named: dict[int, dict[str, str]] = {}
    lines: list[Line] = []
    passed: Counter[str] = Counter()
    for number in range(plan.header + 1, len(plan.sheet.rows)):
        cells = plan.sheet.rows[number]
        kind = _kind(plan, number, marks, known, intake)
        passed[kind] += 1
        if kind == _ROW:
            named[number] = {name: marks.text(name, cells) for name in marks.columns}
            lines += ((number, {**given, **row}) for row in _entered(plan, number, known, intake))
        elif kind == _DELETED:
            intake.withdrawn.setdefault(plan.register.id, []).extend(_gone(plan, cells))
    intake.left_out += [f"{plan.sheet.name}：{passed[kind]} {why}，没有导入" for kind, why in _PASSED.items() if passed[kind]]
    if plan.exchange is None or not plan.exchange.completes:
        return lines
    return _complete(plan, list(completed(lines, named, plan.exchange, known)), known, intake)


def _is_total(plan: _Plan, cells: Sequence[str]) -> bool:
    """Whether a row is the sum below a table (合计): its first word says so, and besides it has only figures."""
    first = next((at for at, cell in enumerate(cells) if cell), None)
    if first is None or normalised(cells[first]).rstrip(":") not in _TOTALS:
        return False
    words = [at for at, one in plan.columns.fields.items() if one.kind not in {Kind.MONEY, Kind.COUNT} and at != first]
    return not any(cells[at] for at in words if at < len(cells))


def _given(plan: _Plan, known: Known, intake: Intake) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, text in plan.given.items():
        try:
            values[name] = value_of(text, plan.register.field(name), known)
        except NotAValue as error:
            intake.bad.append(BadCell("--set", f"{plan.register.field(name).header}={text}", "", str(error)))
    return values


def _kind(plan: _Plan, number: int, marks: Marks, known: Known, intake: Intake) -> str:
    """What a row is: one to take, one that is passed over, or (empty) one that is blank or was complained of."""
    cells = plan.sheet.rows[number]
    if not any(cells[at] for at in (*plan.columns.fields, *plan.columns.amounts) if at < len(cells)):
        return ""
    if _is_total(plan, cells):
        return _TOTAL
    gone, year = marks.deleted(cells), marks.other_year(cells, known.fiscal_year)
    if gone is None:
        _complain(plan, number, marks.columns["is_deleted"], "是否删除应为 1（是）或 2（否）", intake)
    elif year and not gone:
        _complain(plan, number, marks.columns["fiscal_year"], f"不是 {known.fiscal_year} 年度的账", intake)
    return _DELETED if gone else "" if year or gone is None else _ROW


def _complain(plan: _Plan, number: int, at: int, why: str, intake: Intake) -> None:
    cells = plan.sheet.rows[number]
    intake.bad.append(BadCell(plan.sheet.name, cell_name(number, at), cells[at] if at < len(cells) else "", why))


def _gone(plan: _Plan, cells: Sequence[str]) -> Iterator[Row]:
    """What a deleted row says of itself: the fields by which it is told apart."""
    places = {one.name: at for at, one in plan.columns.fields.items()}
    said = {name: cells[at].strip() for name in plan.register.synced if (at := places.get(name)) is not None and at < len(cells)}
    for amount in plan.columns.amounts.values() or [None]:
        yield {**(plan.exchange.set if plan.exchange else {}), **(amount.set if amount else {}), **said}


def _entered(plan: _Plan, number: int, known: Known, intake: Intake) -> Iterator[dict[str, Value]]:
    """What one line of a sheet enters: a row, or one for each of its amounts."""
    cells = plan.sheet.rows[number]
    common = {**(plan.exchange.set if plan.exchange else {}), **_common(plan, number, known, intake)}
    if not plan.columns.amounts:
        yield common
    alone = len(plan.columns.amounts) == 1
    for at, amount in plan.columns.amounts.items():
        if alone or (at < len(cells) and cells[at]):
            value = _value(plan, (number, at), plan.register.field(amount.field), known, intake)
            if value != 0 or alone:  # of several amounts in a row, those that are nothing say nothing
                yield {**common, **amount.set, amount.field: value}


def _complete(plan: _Plan, lines: Sequence[Line], known: Known, intake: Intake) -> list[Line]:
    """Rows of another system as they were completed, and what is still wrong with them."""
    places = {one.name: at for at, one in plan.columns.fields.items()}
    for number, row in lines:
        lacking = [one for one in plan.register.fields if one.required and one.name in plan.open and row.get(one.name) is None]
        for one in lacking:
            hint = "表里没有，也不能由所指的指标或支付申请得出" if plan.exchange and plan.exchange.fill else "必填，不能为空"
            _complain(plan, number, places.get(one.name, 0), f"{one.header}：{hint}", intake)
        for name, why in complaints(row, plan.register.id, known.fiscal_year):
            _complain(plan, number, places.get(name, 0), f"{plan.register.field(name).header}：{why}", intake)
    return list(lines)


def _common(plan: _Plan, number: int, known: Known, intake: Intake) -> dict[str, Value]:
    return {one.name: _value(plan, (number, at), one, known, intake) for at, one in plan.columns.fields.items()}


def _value(plan: _Plan, place: tuple[int, int], one: Field, known: Known, intake: Intake) -> Value:
    number, at = place
    cells = plan.sheet.rows[number]
    text = cells[at] if at < len(cells) else ""
    try:
        value = value_of(text, one, known)
    except NotAValue as error:
        intake.bad.append(BadCell(plan.sheet.name, cell_name(number, at), text, f"{one.header}：{error}"))
        return None
    if one.kind in {Kind.FUNCTION, Kind.ECONOMIC} and isinstance(value, str):
        force = code_in_force(value, one.kind, known.fiscal_year)
        if force is not True:
            why = f"{known.fiscal_year} 年没有使用这个科目" if force is False else "不在已知的科目表中，未能核对是否在用"
            intake.doubts.append(BadCell(plan.sheet.name, cell_name(number, at), text, f"{one.header}：{why}"))
    return value


def _also_known(known: Known, register: Register, rows: Sequence[Row]) -> Known:
    """What the rows of a register add to what others may refer to."""
    codes = frozenset(str(row[register.key[0]]) for row in rows if register.key and row.get(register.key[0]))
    units = known.units | codes if register.id == "units" else known.units
    projects = known.projects | codes if register.id == "projects" else known.projects
    keys = frozenset(tuple(row.get(name) for name in register.key) for row in rows if register.records)
    found = origins_of(rows if register.id == "indicators" else (), rows if register.id == "payments" else ())
    origins = {name: {**known.origins.get(name, {}), **more} for name, more in found.items()}
    return replace(
        known,
        units=units,
        projects=projects,
        keys={**known.keys, register.id: known.keys.get(register.id, frozenset()) | keys},
        origins=origins,
    )


def _inspected(plan: _Plan, rows: Sequence[tuple[int, Row]], inspect: Inspect | None, intake: Intake) -> None:
    """What the domain has against rows that are well formed."""
    places = {one.name: at for at, one in plan.columns.fields.items()}
    for number, row in rows if inspect else ():
        for name, why in inspect(plan.register, row) if inspect else ():
            at = places.get(name, 0)
            cells = plan.sheet.rows[number]
            text = cells[at] if at < len(cells) else ""
            intake.bad.append(BadCell(plan.sheet.name, cell_name(number, at), text, f"{plan.register.field(name).header}：{why}"))


def _referring(plan: _Plan, rows: Sequence[tuple[int, Row]], known: Known, intake: Intake) -> None:
    """Rows that name a record which nobody entered."""
    for other in (registers()[name] for name in plan.register.refers):
        at = next((column for column, one in plan.columns.fields.items() if one.name == other.key[-1]), 0)
        for number, row in rows:
            key = tuple(row.get(name) for name in other.key)
            if None not in key and key not in known.keys.get(other.id, frozenset()):
                words = "、".join(map(str, key))
                intake.bad.append(BadCell(plan.sheet.name, cell_name(number, at), words, f"没有登记，请先在“{other.title}”中登记"))


def _between_rows(plan: _Plan, rows: Sequence[tuple[int, Row]], intake: Intake) -> None:
    """What must hold between rows: vouchers balance, moves within the budget come to nothing, a thing is listed once."""
    if plan.register.records or plan.register.synced:
        _listed_once(plan, rows, intake)
    if plan.register.records:
        return
    if plan.register.id == "vouchers":
        _balanced(plan, rows, intake)
    elif plan.register.id == "adjustments":
        moves = [(number, row) for number, row in rows if row.get("adj_kind") == "调剂"]
        for at, batch, rest in _rests(moves, ("adj_batch_no",), "amount"):
            intake.bad.append(BadCell(plan.sheet.name, cell_name(at, 0), batch, f"同一批次的调剂应合计为零，实为 {yuan(rest)} 元"))


def _listed_once(plan: _Plan, rows: Sequence[tuple[int, Row]], intake: Intake) -> None:
    seen: dict[tuple[Value, ...], int] = {}
    for number, row in rows:
        key = tuple(row.get(name) for name in plan.register.key or plan.register.synced)
        if key in seen and None not in key:
            words = "、".join(map(str, key))
            intake.bad.append(BadCell(plan.sheet.name, cell_name(number, 0), words, f"与第 {seen[key] + 1} 行重复"))
        seen.setdefault(key, number)


def _balanced(plan: _Plan, rows: Sequence[tuple[int, Row]], intake: Intake) -> None:
    for side, word in (("12345", "财务会计"), ("678", "预算会计")):
        lines = [
            (number, {**row, "signed": (1 if row.get("dr_cr") == "借" else -1) * amount})
            for number, row in rows
            if str(row.get("gov_acct_cls_code"))[:1] in side and isinstance(amount := row.get("amt"), int)
        ]
        for at, voucher, rest in _rests(lines, ("agency_code", "voucher_no"), "signed"):
            intake.bad.append(BadCell(plan.sheet.name, cell_name(at, 0), voucher, f"{word}借贷不平，借方比贷方多 {yuan(rest)} 元"))


def _rests(rows: Sequence[tuple[int, Row]], key: Sequence[str], amount: str) -> Iterator[tuple[int, str, int]]:
    """Groups of rows whose amounts do not come to nothing: first line, key in words, the rest in fen."""
    sums: dict[tuple[Value, ...], int] = defaultdict(int)
    first: dict[tuple[Value, ...], int] = {}
    for number, row in rows:
        group = tuple(row.get(name) for name in key)
        value = row.get(amount)
        sums[group] += value if isinstance(value, int) else 0
        first.setdefault(group, number)
    yield from ((first[group], "、".join(map(str, group)), rest) for group, rest in sums.items() if rest)


def in_words(intake: Intake) -> list[str]:
    """Why the sheets are not taken in, for the user, the first thousand cells one by one."""
    words = [str(one) for one in intake.bad[:_MOST]]
    return words + ([f"…… 另有 {len(intake.bad) - _MOST} 处"] if len(intake.bad) > _MOST else [])
