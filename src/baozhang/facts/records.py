"""The hub: one frozen record type per table; the Arrow schemas are derived from these types.

Every record starts with `document_id`. Money is fen; other figures are ten-thousandths (see `amounts`).
`None` means "not printed"; an empty string means "no such word". Lines are 1-based lines of the input file.
A record that others point at has an integer key that is unique within its document; a *reference* to it is a letter and
that key: `F12` fact, `C7` claim, `E3` evaluation form, `I20` indicator, `M5` funding line of a form, `B40` block, `W2` wording mark.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document."""

    document_id: str
    file: str
    title: str
    department: str
    region: str
    fiscal_year: int | None
    stage: str
    """`budget` 部门预算, `final` 部门决算, or empty when unknown."""
    scope: str
    """`department`, `unit`, `consolidated` 汇总, or empty."""
    layout: str
    unit: str
    """The unit of money most statements are printed in, e.g. 万元."""
    lines: int
    amounts: int
    """Figures found in recognised and unrecognised tables, forms and explanatory prose."""
    amounts_bound: int


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A heading, paragraph, caption, note or table of the document, in reading order."""

    document_id: str
    block: int
    kind: str
    """`cover`, `contents`, `heading`, `paragraph`, `caption`, `note` or `table`."""
    level: int
    part: str
    """`overview`, `statements`, `explanation`, `glossary`, `annex`, or empty (see `taxonomy`)."""
    section: str
    """Canonical id of the section of the explanation, e.g. `three_public`; empty elsewhere."""
    text: str
    line_from: int
    line_to: int
    page: int | None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statutory table found."""

    document_id: str
    statement: str
    title: str
    number: str
    unit: str
    decimals: int
    block: int
    rows: int
    columns: int
    empty: bool
    """No figure other than zero."""
    note: str
    line_from: int
    line_to: int
    repaired: int
    """How many rows were mended."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One figure in a statutory table. A blank cell that stands for zero is a fact with value 0 and empty text."""

    document_id: str
    fact: int
    statement: str
    item: str
    item_label: str
    parent: str
    """The item this one is part of *in this table* (nearest ancestor printed), `total`, or empty."""
    level: int
    """1 类, 2 款, 3 项; 0 for totals and items that are not codes."""
    column: str
    value: int
    half_unit: int
    text: str
    block: int
    row: int
    col: int
    line: int
    page: int | None
    repaired: bool


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One figure asserted in prose, bound to what it speaks of."""

    document_id: str
    claim: int
    group: int
    """Claims that speak of one subject in one breath (amount, change, rate, reason) share a group."""
    section: str
    block: int
    line: int
    start: int
    end: int
    text: str
    """The words that carry the figure, as printed, e.g. `增长4.68%`."""
    sentence: str
    kind: str
    """`amount`, `change`, `change_pct`, `share`, `completion`, `count`, `rate`, `score` or `mention` (inside a reason)."""
    statement: str
    item: str
    column: str
    subject: str
    """The subject in the document's words."""
    value: int
    half_unit: int
    unit: str
    """`元` when the value is money in fen, `%` for rates, else the counting word (人, 辆, 批次 …)."""
    direction: int
    """+1 rise, -1 fall, 0 equal or none."""
    base: str
    """What a change, completion or share refers to: `prior_final`, `prior_budget`, `initial_budget`, `adjusted_budget`, `total` …"""
    reason: str
    unbound: str
    """Why the figure could not be bound; empty when it is bound."""


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One performance form or one entry of a summary list."""

    document_id: str
    form: int
    kind: str
    """`target` 绩效目标表, `self` 自评表, `department` 整体自评表, `list` 汇总或清单的一行, `report` 评价报告, `framework` 指标体系."""
    title: str
    project: str
    supervisor: str
    unit_name: str
    fiscal_year: int | None
    initial: int | None
    adjusted: int | None
    executed: int | None
    rate: int | None
    funds_weight: int | None
    funds_score: int | None
    total: int | None
    grade: str
    goal: str
    result: str
    low_reason: str
    """What the field for totals under 80 points says (Shandong)."""
    stated_targets: int | None
    """A report's own count of indicators set."""
    stated_reached: int | None
    copy_of: int | None
    """The form this one repeats, figure by figure."""
    money_unit: str
    block: int
    line: int
    line_to: int
    total_line: int | None


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One line of the funds block of a form: initial, adjusted and executed money of one source."""

    document_id: str
    funding: int
    form: int
    source: str
    """`total`, `fiscal`, `other`, `carryover`, or for a whole department `fiscal.central`, `fiscal.province`, `fiscal.local` …"""
    label: str
    initial: int | None
    adjusted: int | None
    executed: int | None
    rate: int | None
    adjustment: int | None
    """年中调整, whole-department form only."""
    balance: int | None
    balance_rate: int | None
    half_unit: int
    line: int
    repaired: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One third-level indicator of a form."""

    document_id: str
    indicator: int
    form: int
    level1: str
    level2: str
    name: str
    operator: str
    """`>=`, `<=`, `=`, `>`, `<` or empty."""
    target_text: str
    target: int | None
    target_unit: str
    actual_text: str
    actual: int | None
    actual_unit: str
    weight: int | None
    score: int | None
    reason: str
    line: int
    row: int
    repaired: bool


@dataclass(frozen=True, slots=True)
class WordingRow:
    """A place where the writing itself looks damaged; rules decide whether to report it."""

    document_id: str
    mark: int
    kind: str
    """`doubled_mark`, `doubled_word`, `markup`, `template`, `doubled_paragraph`, `year`, `ocr` …"""
    text: str
    detail: str
    line: int
    other_line: int | None
    section: str


@dataclass(frozen=True, slots=True)
class UnrecognisedRow:
    """A table, form or figure that could not be recognised or bound, and why."""

    document_id: str
    line: int
    why: str


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
)
