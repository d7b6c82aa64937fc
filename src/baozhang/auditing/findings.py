"""What an audit says: findings, what could not be evaluated, and the counts that make its coverage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

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
class Original:
    """Where words stand in the original file: the boxes they are printed in, or a cell of a workbook."""

    boxes: tuple[PageBox, ...] = ()
    sheet: str = ""
    cell: str = ""

    @property
    def where(self) -> str:
        """The place in Chinese: 第 3 页, 《公开01表》C5."""
        return f"《{self.sheet}》{self.cell}" if self.sheet else f"第 {self.boxes[0].page} 页"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place a finding rests on: the line of the file, the words there, the hub row it comes from (`F12`, `C7` …).

    `side` is `suspect` for the place the finding is about and `against` for what it was compared with. `original` is set for files
    with pages or sheets, whose lines are lines of the transcript and mean nothing to a reader.
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
        """The place in Chinese: page, cell of the workbook or line, behind the name of another file; 全文 for what is missing."""
        named = f"{self.file} " if self.file else ""
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
        """The suspect place in Chinese: page, cell of the workbook or line."""
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
