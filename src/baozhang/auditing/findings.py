"""What an audit says: findings, what could not be evaluated, and the counts that make its coverage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from baozhang.facts.file_names import short_name
from baozhang.reading.formats.transcript import FlowKind

if TYPE_CHECKING:
    from baozhang.facts.document import Document


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Cannot be right."""
    WARNING = "warning"
    """Needs an explanation or a person's look."""
    NOTE = "note"
    """Rounding tails and style: nothing that must be changed."""


SEVERITY_NAMES: Final = {Severity.ERROR: "错误", Severity.WARNING: "提示", Severity.NOTE: "备注"}
"""What a severity is called wherever a user sees it, gravest first."""

WHOLE: Final = "全文"
"""The place of a finding about something that is missing."""

_TITLE_MAX: Final = 30
"""Most characters of a title or heading in a place."""

_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on a page: hundredths of a point from the left and top edge of the page as it is shown."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A place in a document that flows (Word, web page), as its reader finds it: a row of a table, or a paragraph under a heading.

    `number` is that of the table, or of the paragraph behind the heading, 0 for the heading itself; `title` is that of table or heading.
    """

    kind: FlowKind
    number: int
    row: int = 0
    title: str = ""

    @property
    def where(self) -> str:
        """The place in Chinese: 表 3《收入决算表》第 5 行, “二、收入决算情况说明”第 2 段."""
        name = self.title if len(self.title) <= _TITLE_MAX else self.title[: _TITLE_MAX - 1] + "…"
        if self.kind is FlowKind.TABLE:
            return f"表 {self.number}{f'《{name}》' if name else ' '}第 {self.row} 行"
        if self.kind is FlowKind.NOTE:
            return f"脚注或文本框第 {self.number} 段"
        if not self.number:
            return f"标题“{name}”"
        return f"“{name}”第 {self.number} 段" if name else f"正文第 {self.number} 段"


@dataclass(frozen=True, slots=True)
class Original:
    """Where words stand in the original file: the boxes they are printed in, a cell of a workbook, or a place in what flows."""

    boxes: tuple[PageBox, ...] = ()
    sheet: str = ""
    cell: str = ""
    flow: Flow | None = None

    @property
    def where(self) -> str:
        """The place in Chinese: 第 3 页, 工作表“公开01表”C5, 表 3《收入决算表》第 5 行."""
        if self.flow is not None:
            return self.flow.where
        return f"工作表“{self.sheet}”{self.cell}" if self.sheet else f"第 {self.boxes[0].page} 页"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place a finding rests on: the line of the file, the words there, the hub row it comes from (`F12`, `C7` …).

    `side` is `suspect` for the place the finding is about and `against` for what it was compared with. `original` is set for files
    other than text, whose lines are lines of the transcript and mean nothing to a reader.
    """

    line: int
    text: str
    ref: str
    side: str
    file: str = ""
    """The file it stands in, when that is not the document of the finding."""
    original: Original | None = None

    @property
    def where(self) -> str:
        """The place in Chinese: as in the original, or line, behind the name of another file; 全文 for what is missing."""
        named = f"{short_name(self.file)} " if self.file else ""
        if self.original is not None:
            return named + self.original.where
        return f"{named}第 {self.line} 行" if self.line else WHOLE


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a document that does not hold.

    `expected`, `actual` and `difference` (actual less expected) are decimal strings in the unit of the message, or words,
    or empty. The first evidence is the suspect place; every finding has at least one.
    """

    rule: str
    title: str
    severity: Severity
    message: str
    expected: str
    actual: str
    difference: str
    basis: str
    suggestion: str
    evidence: tuple[Evidence, ...]
    section: str = ""

    @property
    def line(self) -> int:
        """The line of the suspect place; 0 when the finding is about something that is missing."""
        return self.evidence[0].line if self.evidence else 0

    @property
    def where(self) -> str:
        """The suspect place in Chinese: as in the original, or line."""
        return self.evidence[0].where if self.evidence else WHOLE

    @property
    def order(self) -> tuple[int, int, str]:
        """Sort key: the gravest first, then in reading order."""
        return (_ORDER[self.severity], self.line, self.rule)


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """Cases of one rule that could not be examined, with the reason."""

    rule: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How the cases of one rule came out in one document. A sum that holds within rounding counts as passed, tail or not."""

    rule: str
    passed: int
    failed: int
    not_evaluated: int


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """The whole result for one document.

    A check is one case examined; one cause gives one finding, so there may be fewer findings than failed checks.
    """

    document: Document
    findings: tuple[Finding, ...]
    counts: tuple[RuleCount, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    across: bool = False
    """Whether this is what comparing the document with others of its department says, apart from what it says by itself."""

    @property
    def passed(self) -> int:
        """Checks that hold."""
        return sum(count.passed for count in self.counts)

    @property
    def failed(self) -> int:
        """Checks that do not hold."""
        return sum(count.failed for count in self.counts)

    @property
    def not_evaluated_total(self) -> int:
        """Checks that could not be made."""
        return sum(count.not_evaluated for count in self.counts)

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity, in order."""
        return tuple(finding for finding in self.findings if finding.severity is severity)
