"""A version examined by the audit of “read, facts, audit”, as any reader would examine it: from the document, not from the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import load_rules
from baozhang.publishing.compiled import TEXT, missing_in
from baozhang.reading import read_text

if TYPE_CHECKING:
    from baozhang.auditing.findings import Finding
    from baozhang.publishing.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Examination:
    """What the audit says of a version, and what is missing in it."""

    missing: tuple[str, ...]
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    passed: int
    unrecognised: int

    @property
    def clean(self) -> bool:
        """Whether it may be approved: no gap, no error, everything recognised. Warnings are for people to judge."""
        return not self.missing and not self.errors and not self.unrecognised

    @property
    def summary(self) -> str:
        """One line, kept with the version."""
        return (
            f"缺项 {len(self.missing)}，错误 {len(self.errors)}，提示 {len(self.warnings)}，"
            f"通过 {self.passed} 项，未识别 {self.unrecognised} 处"
        )


def examine(shelf: Shelf, number: int) -> Examination:
    """Read a version's text and run every rule on it."""
    document = read_text(shelf.content(number, TEXT).decode(), TEXT)
    (audit,) = evaluate([document], load_rules())
    return Examination(
        missing=tuple(missing_in(shelf, number)),
        errors=audit.of_severity(Severity.ERROR),
        warnings=audit.of_severity(Severity.WARNING),
        passed=audit.passed,
        unrecognised=len(document.unrecognised),
    )
