"""The funds block of a form: initial and adjusted budget, spending, execution rate and the points for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from baozhang.facts.amounts import SCALE
from baozhang.facts.record import replace
from baozhang.facts.records import FundingRow
from baozhang.reading.forms.alignment import FUNDS_COSTS, FUNDS_MISSED, UNKNOWN, Column, Header, place
from baozhang.reading.forms.cells import is_figure
from baozhang.reading.forms.folding import key, words
from baozhang.reading.forms.values import DASHES, money, points, rate
from baozhang.taxonomy.performance_words import performance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from baozhang.reading.forms.draft import Tally
    from baozhang.reading.forms.spans import FormRow

_TWICE: Final = 2
_CHANGED: Final = "调整"
_UNRECORDED: Final = ("projected", "received", "past")
_POINTS: Final = frozenset({"weight", "score"})
_AMOUNTS: Final = ("initial", "adjustment", "adjusted", "executed", "balance")


@dataclass(frozen=True, slots=True)
class FundsLine:
    """One funding record with the points that are printed beside it."""

    funding: FundingRow
    weight: int | None
    score: int | None


def funds_columns(row: FormRow) -> tuple[Column, ...]:
    """The columns a funds header announces, the label column standing left of the first."""
    known = performance_words()
    found: dict[str, Column] = {}
    keys = ["" if word in known.fund_groups else word for word in row.keys]
    for (at, _), word, role in zip(row.filled, keys, known.roles_of("funds", keys), strict=True):
        if role == "adjusted" and role in found and "initial" not in found and word.startswith(_CHANGED):
            found["initial"] = Column("initial", found[role].at)  # 预算数 | 调整后预算数: the first is what it was before
            found[role] = Column(role, at)
        elif not role and word and found and word not in known.sources:
            unknown = next((name for name in UNKNOWN if name not in found), "note")
            found[unknown] = Column(unknown, at)
        elif role and (role not in found or (role == "adjusted" and "initial" in found and found[role].at < found["initial"].at)):
            found[role] = Column(role, at)  # 年度预算数 before 年初预算 and 调整后预算数 names the block
    ordered = sorted(found.values(), key=lambda column: column.at)
    if ordered and ordered[0].role != "label":
        ordered.insert(0, Column("label", ordered[0].at - 1))
    return tuple(ordered)


def may_speak_of_funds(row: FormRow) -> bool:
    """Whether a row holds a word of the funds block, or a cell that may hold a label and its amount; most rows of a form do not."""
    return not _funds_words().isdisjoint(row.keys) or any(":" in cell for _, cell in row.filled)


def is_unnamed_source(row: FormRow, columns: Sequence[Column]) -> bool:
    """Whether a row under the header of the funds block gives figures in its columns for a source whose name is not known."""
    places = {column.at for column in columns if column.role not in {"label", "note"}}
    figures = [at for at, cell in row.filled if is_figure(cell)]
    words_only = [cell for _, cell in row.filled if not is_figure(cell) and cell not in DASHES]
    return len(figures) > 1 and places.issuperset(figures) and len(words_only) == 1


@cache
def _funds_words() -> frozenset[str]:
    known = performance_words()
    return known.fund_groups.union(known.columns["funds"], known.sources)


def is_funds_row(row: FormRow) -> bool:
    """Whether a row names a source of money and gives figures."""
    known = performance_words()
    return not known.sources.keys().isdisjoint(row.keys) and any(is_figure(cell) for _, cell in row.filled)


def read_funds_row(row: FormRow, columns: Sequence[Column], unit: str, tally: Tally) -> FundsLine | None:
    """One line of the funds block; without a header its only amount is the budget."""
    filled = _without_group(row)
    if not columns:
        start = filled[0][0] if filled else 0
        columns = (Column("label", start), Column("initial", start + 1))
    filled = _labelled(filled, columns)
    moved = _unshifted(filled, columns)
    placed = place(moved, Header.of(columns, FUNDS_COSTS, {} if _keeps_blanks(moved, columns) else FUNDS_MISSED))
    cells = placed.cells
    tally.lose(row.line, placed.left, "资金行中有数字不能归入任何一栏")
    tally.lose(row.line, (cells[role] for role in UNKNOWN if role in cells), "资金行中有数字不能归入任何一栏")
    tally.lose(row.line, (cells[role] for role in _UNRECORDED if role in cells), "预计执行数、到位数、上年数没有对应的记录")
    if "label" not in cells and not any(is_figure(cell) for cell in cells.values()):
        return None
    amounts = {role: _amount(cells, role, unit, row, tally) for role in _AMOUNTS}
    values = {role: found[0] if found else None for role, found in amounts.items()}
    budget = values["adjusted"] or values["initial"]
    rates = {role: rate(cells.get(role, ""), budget, values[part]) for role, part in (("rate", "executed"), ("balance_rate", "balance"))}
    scores = {role: None if cells.get(role, "") in DASHES else points(cells.get(role, "")) for role in ("weight", "score")}
    _mend_lost_cell(values, rates, scores)
    tally.bind(sum(1 for value in (*values.values(), *rates.values(), *scores.values()) if value is not None))
    label = words(cells.get("label", ""))
    funding = FundingRow(
        document_id="",
        funding=0,
        form=0,
        source=performance_words().sources.get(_source_key(row, label), "unknown"),
        label=label,
        initial=values["initial"],
        adjusted=values["adjusted"],
        executed=values["executed"],
        rate=rates["rate"],
        adjustment=values["adjustment"],
        balance=values["balance"],
        balance_rate=rates["balance_rate"],
        half_unit=max((found[1] for found in amounts.values() if found), default=0),
        line=row.line,
        repaired=placed.moved or moved != filled,
    )
    return FundsLine(funding, scores["weight"], scores["score"])


def _mend_lost_cell(values: dict[str, int | None], rates: dict[str, int | None], scores: dict[str, int | None]) -> None:
    """Take back what a row that lost a cell says in the wrong column, as far as its arithmetic tells.

    Points that are the rate of a row without one are that rate, and what the score is out of is not known; a rate that is as much as the
    points, and not what was spent of the budget, is the score; of a budget of zero nothing is spent, so that the budget which the rate was
    reckoned on is not there.
    """
    budget, executed, share = values["adjusted"] or values["initial"], values["executed"], rates["rate"]
    if budget and executed is not None:
        due = executed * 100 * SCALE // budget
        if share is None and scores["weight"] not in {None, *_USUAL_POINTS} and abs((scores["weight"] or 0) - due) <= SCALE // _NEAR:
            rates["rate"], scores["weight"], scores["score"] = scores["weight"], None, None
        elif share is not None and share == scores["weight"] and scores["score"] is None and abs(share - due) > SCALE:
            rates["rate"], scores["score"] = None, share
    elif budget == 0 and values["adjusted"] is None and executed and share:
        values["initial"] = None


_USUAL_POINTS: Final = frozenset({10 * SCALE, 20 * SCALE})
_NEAR: Final = 50
"""A rate is printed to two decimals of a percent."""


def _keeps_blanks(filled: tuple[tuple[int, str], ...], columns: Sequence[Column]) -> bool:
    """Whether blank cells stand before the first figure of a row and every cell under a column: nothing is missing but what is blank."""
    places = [column.at for column in columns]
    if len(filled) < _TWICE or filled[0][0] != places[0] or not {at for at, _ in filled} <= set(places):
        return False
    return len(places) > _TWICE and filled[1][0] > places[1]


def _labelled(filled: tuple[tuple[int, str], ...], columns: Sequence[Column]) -> tuple[tuple[int, str], ...]:
    """The cells of a row, its label in the column of labels wherever it stands left of the figures: no header says where that is."""
    if len(filled) < _TWICE or len(columns) < _TWICE or is_figure(filled[0][1]) or not filled[0][0] < columns[0].at < filled[1][0]:
        return filled
    return ((columns[0].at, filled[0][1]), *filled[1:])


def _unshifted(filled: tuple[tuple[int, str], ...], columns: Sequence[Column]) -> tuple[tuple[int, str], ...]:
    """The cells of a row moved back under the header where a blank cell came in before or behind its label.

    The dash that a source has for points stands behind the last figure: where as many figures come before it as there are columns before
    the points, they are these, wherever they stand. A label in the place of the first amount shows that its whole row stands one cell to
    the right.
    """
    places = [column.at for column in columns if column.role in _AMOUNTS]
    figures = list(takewhile(lambda cell: is_figure(cell[1]), filled[1:]))
    behind = filled[1 + len(figures) :]
    if not figures or not places:
        return filled
    label_at, label = filled[0]
    if label_at == places[0] and not is_figure(label) and {at - 1 for at, _ in filled} <= {column.at for column in columns}:
        return tuple((at - 1, cell) for at, cell in filled)
    due = list(takewhile(lambda column: column.role not in _POINTS, columns[1:]))
    if len(figures) != len(due) or not behind or behind[0][1] not in DASHES or figures[0][0] <= places[0]:
        return filled
    shift = figures[0][0] - places[0]
    return (filled[0], *((at - shift, cell) for at, cell in filled[1:]))


def is_paired_funds(row: FormRow) -> bool:
    """Whether a row gives budget and spending as pairs of label and figure (预算数 | 1300 | 执行数 | 772.8)."""
    known = performance_words()
    labels = sum(1 for word in row.keys if word in known.sources or _label_role(row, word))
    return labels > 1 and len(_pairs(row)) > 1


def _label_role(row: FormRow, word: str) -> str:
    """What the figure behind a label of the funds block is; words that are not listed count in a row that the block's name begins."""
    known = performance_words()
    if row.keys[0] not in known.fund_groups or word in known.fund_groups or word in known.sources:
        return known.columns["funds"].get(word, "")
    return known.role_of("funds", word)


def read_paired_funds(row: FormRow, unit: str, tally: Tally) -> FundsLine:
    """A funds line whose figures stand behind their own labels; a source named twice gives budget, then spending."""
    pairs = _pairs(row)
    lone = [cell for at, (_, cell) in enumerate(row.filled) if cell.endswith("%") and at and is_figure(row.filled[at - 1][1])]
    pairs += [("rate", "", cell) for cell in lone[:1] if "rate" not in {role for role, _, _ in pairs}]
    taken = {cell for _, _, cell in pairs}
    tally.lose(row.line, (cell for _, cell in row.filled if cell not in taken), "资金行中有数字不能归入任何一栏")
    tally.lose(row.line, (cell for role, _, cell in pairs if role in _UNRECORDED), "总预算、上年数、到位数没有对应的记录")
    amounts = {role: money(cell, unit) for role, _, cell in pairs if role in _AMOUNTS}
    values = {role: found[0] if found else None for role, found in amounts.items()}
    printed = {role: cell for role, _, cell in pairs}
    share = rate(printed.get("rate", ""), values.get("adjusted") or values.get("initial"), values.get("executed"))
    weight, score = points(printed.get("weight", "")), points(printed.get("score", ""))
    tally.bind(sum(1 for value in (*values.values(), share, weight, score) if value is not None))
    source = next((name for _, word, _ in pairs if (name := performance_words().sources.get(word, ""))), "total")
    funding = FundingRow(
        document_id="",
        funding=0,
        form=0,
        source=source,
        label=next((words(cell) for (_, cell), word in zip(row.filled, row.keys, strict=True) if word == pairs[0][1]), ""),
        initial=values.get("initial"),
        adjusted=values.get("adjusted"),
        executed=values.get("executed"),
        rate=share,
        adjustment=values.get("adjustment"),
        balance=values.get("balance"),
        balance_rate=None,
        half_unit=max((found[1] for found in amounts.values() if found), default=0),
        line=row.line,
        repaired=False,
    )
    return FundsLine(funding, weight, score)


def joined(before: FundsLine, line: FundsLine) -> FundsLine | None:
    """Two rows of pairs that tell different figures of the same money as one line; None when both tell one, or neither is bare."""
    one, other = before.funding, line.funding
    if one.source != "total" or other.source != "total" or one.label in performance_words().sources:
        return None
    pairs = [(getattr(one, name), getattr(other, name)) for name in (*_AMOUNTS, "rate")]
    if any(first is not None and second is not None for first, second in pairs):
        return None
    initial, adjustment, adjusted, executed, balance, share = (first if second is None else second for first, second in pairs)
    funding = replace(one, initial=initial, adjustment=adjustment, adjusted=adjusted, executed=executed, balance=balance, rate=share)
    funding = replace(funding, half_unit=max(one.half_unit, other.half_unit))
    return FundsLine(funding, before.weight if line.weight is None else line.weight, before.score if line.score is None else line.score)


def _pairs(row: FormRow) -> list[tuple[str, str, str]]:
    """Role, label key and figure of every label that has a figure right behind it."""
    known = performance_words()
    found: list[tuple[str, str, str]] = []
    for (_, cell), word in zip(row.filled[1:], row.keys, strict=False):
        if not is_figure(cell):
            continue
        role = _label_role(row, word)
        if not role and word in known.sources:  # budget and spending, with what arrived between them when named three times
            named = sum(1 for _, before, _ in found if before == word)
            role = ("adjusted", "received", "executed")[min(named, 2)] if row.keys.count(word) > _TWICE else ""
            role = role or ("executed" if any(before[0] == "adjusted" for before in found) else "adjusted")
        if role and role != "label" and role not in {before[0] for before in found}:
            found.append((role, word, cell))
    return found


def stated_funds(row: FormRow) -> tuple[tuple[str, str], ...]:
    """Label and figure of every cell that holds both (“其中:基本支出:1300.00”), or of cells in pairs that name different sources."""
    if any(is_figure(cell) for _, cell in row.filled):
        return _paired_sources(row)
    found = [match for _, cell in row.filled if ":" in cell and (match := _STATED.fullmatch("".join(cell.split())))]
    known = performance_words().sources
    return tuple((match[1], match[2]) for match in found) if any(key(match[1]) in known for match in found) else ()


def _paired_sources(row: FormRow) -> tuple[tuple[str, str], ...]:
    """Sources that stand in pairs with one figure each (收入预算合计 | 100 | 其中:财政拨款 | 90); empty for any other row."""
    known = performance_words()
    figures = [is_figure(cell) for _, cell in row.filled]
    labels = [label for label, behind in zip(row.keys, figures[1:], strict=False) if behind]
    if not len(labels) == len(set(labels)) == sum(figures) > 1:
        return ()
    if not all(label in known.sources and label not in known.columns["funds"] for label in labels):
        return ()
    return tuple((cell, behind) for (_, cell), (_, behind) in zip(row.filled, row.filled[1:], strict=False) if is_figure(behind))


_STATED: Final = re.compile(r"(.{2,24}?)[::]([\d,]+(?:\.\d+)?(?:万元|元)?)")


def read_stated_funds(row: FormRow, unit: str, tally: Tally) -> list[FundsLine]:
    """The funding records of a row whose cells hold a label and its amount."""
    lines: list[FundsLine] = []
    for label, cell in stated_funds(row):
        amount = money(cell, unit)
        if amount is None:
            tally.lose(row.line, [cell], "资金金额不是一个数")
            continue
        tally.bind()
        source = performance_words().sources.get(key(label), "unknown")
        lines.append(FundsLine(empty_funding(source, words(label), row, initial=amount[0], half_unit=amount[1]), None, None))
    return lines


def empty_funding(source: str, label: str, row: FormRow, *, initial: int, half_unit: int) -> FundingRow:
    """A funding record that has only a budget."""
    return FundingRow(
        document_id="",
        funding=0,
        form=0,
        source=source,
        label=label,
        initial=initial,
        adjusted=None,
        executed=None,
        rate=None,
        adjustment=None,
        balance=None,
        balance_rate=None,
        half_unit=half_unit,
        line=row.line,
        repaired=False,
    )


def _without_group(row: FormRow) -> tuple[tuple[int, str], ...]:
    groups = performance_words().fund_groups
    sources = performance_words().sources
    kept = tuple(
        cell for at, (cell, word) in enumerate(zip(row.filled, row.keys, strict=True)) if word not in groups or (word in sources and at)
    )
    return kept or row.filled


def _source_key(row: FormRow, label: str) -> str:
    return next((word for (_, cell), word in zip(row.filled, row.keys, strict=True) if words(cell) == label), label)


def _amount(cells: Mapping[str, str], role: str, unit: str, row: FormRow, tally: Tally) -> tuple[int, int] | None:
    cell = cells.get(role, "")
    if not cell or cell in DASHES:
        return None
    found = money(cell, unit)
    if found is None:
        tally.lose(row.line, [cell], "资金金额不是一个数")
    return found
