"""The hub: one frozen record type per table; the Arrow schemas are derived from these types.

Every record starts with `document_id`. Money is fen; other figures are ten-thousandths (see `amounts`).
`None` means "not printed"; an empty string means "no such word". Lines are 1-based lines of the input file.
A record that others point at has an integer key that is unique within its document; a *reference* to it is a letter and
that key: `F12` fact, `C7` claim, `E3` evaluation form, `T3` the line of its total, `I20` indicator, `M5` funding line of a form,
`B40` block, `W2` wording mark.
"""

from __future__ import annotations

from typing import Final

from baozhang.facts.record import record


@record(frozen=True, slots=True)
class DocumentRow:
    """One document."""

    document_id: str
    """SHA-256 of the file."""
    file: str
    """Path as the user named it."""
    title: str
    """Title from the cover, compact."""
    department: str
    """Name of the department or unit, without (汇总) and (本级)."""
    region: str
    """Province, city or county at the beginning of the name, as far as it shows one."""
    fiscal_year: int | None
    """The year the document accounts for or plans."""
    stage: str
    """`budget` 部门预算, `final` 部门决算, or empty when unknown."""
    scope: str
    """`department`, `unit`, `consolidated` 汇总, or empty."""
    layout: str
    """Id of the layout; a `national-…` one when no province fits."""
    unit: str
    """The unit of money most statements are printed in, e.g. 万元."""
    lines: int
    """Number of lines of the file."""
    amounts: int
    """Figures found in recognised and unrecognised tables, forms and explanatory prose."""
    amounts_bound: int
    """How many of `amounts` became a record."""


@record(frozen=True, slots=True)
class BlockRow:
    """A heading, paragraph, caption, note or table of the document, in reading order."""

    document_id: str
    """The document it belongs to."""
    block: int
    """Key, from 0 in reading order."""
    kind: str
    """`cover`, `contents`, `heading`, `paragraph`, `caption`, `note` or `table`."""
    level: int
    """Level of a heading: 1 第一部分, 2 一、, 3 (一), 4 1., 5 (1), 6 unnumbered; 0 otherwise."""
    part: str
    """`overview`, `statements`, `explanation`, `glossary`, `annex`, or empty (see `taxonomy`)."""
    section: str
    """Canonical id of the section of the explanation, e.g. `three_public`; empty elsewhere."""
    names: str
    """Canonical id of the statement that a contents entry, heading or caption names; empty otherwise."""
    text: str
    """Compact text; empty for a table, save those of the first part (lists of units): their cells, parted by `|`."""
    line_from: int
    """First line."""
    line_to: int
    """Last line."""
    page: int | None
    """Page, where the format has pages."""


@record(frozen=True, slots=True)
class StatementRow:
    """One statutory table found."""

    document_id: str
    """The document it belongs to."""
    statement: str
    """Canonical id, e.g. `overview` (see `baozhang layouts`)."""
    title: str
    """Title as printed."""
    number: str
    """Table number as printed, e.g. 公开01表; empty when there is none."""
    unit: str
    """Unit of money of this table."""
    decimals: int
    """Most decimals printed in it."""
    block: int
    """The block that holds it."""
    rows: int
    """Number of items read."""
    columns: int
    """Number of columns read."""
    empty: bool
    """No figure other than zero."""
    note: str
    """Notes below the table, one per line."""
    line_from: int
    """First line of the table."""
    line_to: int
    """Last line of the table."""
    repaired: int
    """How many rows were mended."""


@record(frozen=True, slots=True)
class FactRow:
    """One figure in a statutory table. A blank cell that stands for zero is a fact with value 0 and empty text."""

    document_id: str
    """The document it belongs to."""
    fact: int
    """Key, from 1 in reading order."""
    statement: str
    """Statement it stands in."""
    item: str
    """Canonical item: a code, `total`, or e.g. `income.total`."""
    item_label: str
    """The item in the document's words."""
    parent: str
    """The item this one is part of *in this table* (nearest ancestor printed), `total`, or empty."""
    level: int
    """1 类, 2 款, 3 项; 0 for totals and items that are not codes."""
    column: str
    """Canonical column."""
    value: int
    """Amount in fen."""
    half_unit: int
    """Half of the last printed digit, in fen."""
    text: str
    """The figure as printed."""
    block: int
    """The block of the table."""
    row: int
    """Row of the grid, from 0."""
    col: int
    """Cell of the row, from 0; -1 for a cell that was lost."""
    line: int
    """Line of the figure."""
    page: int | None
    """Page, where the format has pages."""
    repaired: bool
    """Whether the row was mended."""


@record(frozen=True, slots=True)
class ClaimRow:
    """One figure asserted in prose, bound to what it speaks of."""

    document_id: str
    """The document it belongs to."""
    claim: int
    """Key, from 1 in reading order."""
    group: int
    """Claims that speak of one subject in one breath (amount, change, rate, reason) share a group."""
    section: str
    """Section of the explanation."""
    block: int
    """The block that holds the words."""
    line: int
    """Line of the figure."""
    start: int
    """Where `text` begins in the block."""
    end: int
    """Where `text` ends in the block."""
    text: str
    """The words that carry the figure, as printed, e.g. `增长4.68%`."""
    sentence: str
    """The sentence around it."""
    kind: str
    """`amount`, `change`, `change_pct`, `share`, `completion`, `count`, `rate`, `score` or `mention` (inside a reason)."""
    statement: str
    """Statement of the subject, `disclosure` for what only prose says, or empty."""
    item: str
    """Canonical item of the subject; 类/款/项 by their names where neither a table nor the classification has the item."""
    column: str
    """Canonical column of the subject."""
    subject: str
    """The subject in the document's words."""
    value: int
    """The figure: fen for money, ten-thousandths otherwise; never negative."""
    half_unit: int
    """Half of the last printed digit, in the scale of `value`."""
    unit: str
    """`元` when the value is money in fen, `%` for rates, else the counting word (人, 辆, 批次 …)."""
    direction: int
    """+1 rise, -1 fall, 0 equal or none."""
    base: str
    """What a change, completion or share refers to: `prior_final`, `prior_budget`, `earlier`, `initial_budget`, `total` …"""
    reason: str
    """The reason given, without its introducing words."""
    unbound: str
    """Why the figure could not be bound; empty when it is bound."""


@record(frozen=True, slots=True)
class EvaluationRow:
    """One performance form or one entry of a summary list."""

    document_id: str
    """The document it belongs to."""
    form: int
    """Key, from 1 in reading order."""
    kind: str
    """`target` 绩效目标表, `self` 自评表, `department` 整体自评表, `list` 汇总或清单的一行, `sums` 其合计行, `report` 评价报告,
    `framework` 指标体系, `scores` 按一、二级指标列出的得分, `monitoring` 运行监控表, `period` 与年度目标同表的中期（实施期、半年）目标,
    `unread` 未读出的表单."""
    title: str
    """Title of the form as printed."""
    project: str
    """Project or department the form is about."""
    supervisor: str
    """主管部门."""
    unit_name: str
    """实施单位."""
    fiscal_year: int | None
    """Year printed on the form."""
    initial: int | None
    """年初预算数 (a target form or list: its amount), fen."""
    adjusted: int | None
    """全年预算数, fen."""
    executed: int | None
    """全年执行数, fen."""
    rate: int | None
    """执行率 as printed, percent in ten-thousandths."""
    funds_weight: int | None
    """Points for execution."""
    funds_score: int | None
    """Points given for execution."""
    total: int | None
    """Printed total."""
    grade: str
    """Printed grade."""
    goal: str
    """Text of the goal."""
    result: str
    """Text of the result."""
    low_reason: str
    """What the field for totals under 80 points says (Shandong)."""
    stated_targets: int | None
    """A report's own count of indicators set."""
    stated_reached: int | None
    """A report's own count of indicators reached."""
    copy_of: int | None
    """The form this one repeats, figure by figure."""
    money_unit: str
    """Unit of money of the form."""
    block: int
    """The block it begins in."""
    line: int
    """First line."""
    line_to: int
    """Last line."""
    total_line: int | None
    """Line of the total."""
    weight_total: int | None
    """Sum of the weights, printed beside the total."""


@record(frozen=True, slots=True)
class FundingRow:
    """One line of the funds block of a form: initial, adjusted and executed money of one source."""

    document_id: str
    """The document it belongs to."""
    funding: int
    """Key, from 1 in reading order."""
    form: int
    """The form it belongs to."""
    source: str
    """`total`, `fiscal`, `other`, `carryover`, or for a whole department `fiscal.central`, `fiscal.province`, `fiscal.local` …;
    the money of a yearly task is `task` with `task.fiscal` and `task.other`, that of all tasks `tasks` likewise."""
    label: str
    """The source as printed."""
    initial: int | None
    """年初预算数, fen."""
    adjusted: int | None
    """全年预算数, fen."""
    executed: int | None
    """全年执行数, fen."""
    rate: int | None
    """Printed rate, percent in ten-thousandths."""
    adjustment: int | None
    """年中调整, whole-department form only."""
    balance: int | None
    """结余, whole-department form only."""
    balance_rate: int | None
    """结余率, whole-department form only."""
    half_unit: int
    """Half of the last printed digit, in fen."""
    line: int
    """Line of the row."""
    repaired: bool
    """Whether the row was mended."""


@record(frozen=True, slots=True)
class IndicatorRow:
    """One third-level indicator of a form."""

    document_id: str
    """The document it belongs to."""
    indicator: int
    """Key, from 1 in reading order."""
    form: int
    """The form it belongs to."""
    level1: str
    """一级指标, canonical."""
    level2: str
    """二级指标, canonical; empty where the form has none."""
    name: str
    """三级指标, compact."""
    operator: str
    """`>=`, `<=`, `=`, `>`, `<` or empty."""
    target_text: str
    """指标值 as printed, compact."""
    target: int | None
    """The figure of the target; None when it is words."""
    target_unit: str
    """Unit printed behind the target."""
    actual_text: str
    """完成值 as printed, compact."""
    actual: int | None
    """The figure of the actual value; None when it is words."""
    actual_unit: str
    """Unit printed behind the actual value."""
    weight: int | None
    """分值."""
    score: int | None
    """得分."""
    reason: str
    """偏差原因分析及改进措施."""
    completion: int | None
    """完成率 as printed, percent in ten-thousandths."""
    score_rate: int | None
    """得分率 (得分系数) as printed, percent in ten-thousandths."""
    weight1: int | None
    """分值 of the first level, printed with it on this row."""
    weight2: int | None
    """分值 of the second level, printed with it on this row."""
    line: int
    """Line of the row."""
    row: int
    """Row of the form, from 0."""
    repaired: bool
    """Whether the row was mended."""


@record(frozen=True, slots=True)
class WordingRow:
    """A place where the writing itself looks damaged; rules decide whether to report it."""

    document_id: str
    """The document it belongs to."""
    mark: int
    """Key, from 1 in reading order."""
    kind: str
    """`doubled_mark`, `doubled_word`, `markup`, `template`, `doubled_paragraph`, `year`, `ocr` …"""
    text: str
    """The words, with a little around them."""
    detail: str
    """What is wrong, in Chinese."""
    line: int
    """Line of the words."""
    other_line: int | None
    """Line of the other copy, for what is said twice."""
    section: str
    """Section of the explanation, or empty."""


PAGE_APART: Final = "page_apart"
FORM_UNSURE: Final = "form_unsure"
BROKEN_OFF: Final = "broken_off"
"""Kinds of what was not recognised that rules ask about."""


@record(frozen=True, slots=True)
class UnrecognisedRow:
    """A table, form or figure that could not be recognised or bound, and why."""

    document_id: str
    """The document it belongs to."""
    line: int
    """Line of the table, form or figure."""
    why: str
    """The reason, in Chinese."""
    kind: str = ""
    """`page_apart` (a page of some table stands out of its place: sums of no table can be judged), `form_unsure` (a performance form that
    is not read or whose cells are guessed: how many forms there are is not certain), `broken_off` (the file ends before its contents);
    empty for anything else."""


@record(frozen=True, slots=True)
class PlaceRow:
    """Where some characters of a line stood in the original.

    A cell or a printed line on a page, a cell of a workbook, or in a document without pages (Word, web page) a paragraph or a table row.
    A record's place is the row of its line and, in a table, its cell (a fact's `line` and `col`). Text files have none: their lines
    are their places.
    """

    document_id: str
    """The document it belongs to."""
    line: int
    """Line."""
    cell: int
    """Cell of the line, from 0; 0 for prose."""
    start: int
    """First character of the line."""
    end: int
    """Behind the last character."""
    page: int | None
    """Page, from 1."""
    left: int | None
    """Hundredths of a point from the left edge of the page as shown."""
    top: int | None
    """Hundredths of a point from the top edge."""
    right: int | None
    """Hundredths of a point from the left edge."""
    bottom: int | None
    """Hundredths of a point from the top edge."""
    sheet: str
    """Sheet of a workbook, else empty."""
    cell_name: str
    """Cell of the sheet as the user sees it, e.g. `C5`; without pages and sheets `T3R5` for row 5 of table 3, `P12` for paragraph 12
    (outside tables), `N2` for note 2; else empty."""


HubRow = (
    DocumentRow
    | BlockRow
    | StatementRow
    | FactRow
    | ClaimRow
    | EvaluationRow
    | FundingRow
    | IndicatorRow
    | WordingRow
    | UnrecognisedRow
    | PlaceRow
)
