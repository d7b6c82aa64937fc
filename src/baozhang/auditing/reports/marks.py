"""The marks of the HTML report: every place that findings speak of, once, with the numbers of the findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.spots import Spot, spot_of

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit, Evidence, Finding

_GRAVITY: Final = {severity: at for at, severity in enumerate(Severity)}


@dataclass(slots=True)
class Mark:
    """A spot that findings speak of. `anchor` is its name within the document; `numbers` are 1-based numbers of findings, gravest first."""

    spot: Spot
    anchor: str
    severity: Severity
    suspect: bool = False
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a document, by line, and the anchor of every evidence."""

    lines: dict[int, list[Mark]]
    anchors: dict[tuple[int, int], str]
    """(number of the finding, index of its evidence) → anchor; places without a line have none."""

    def on(self, line: int) -> list[Mark]:
        """Marks on a line in printed order, whole-line marks first."""
        return self.lines.get(line, [])


def marks_of(audit: DocumentAudit) -> Marks:
    """Find every evidence of every finding in the source lines; what is not found within its line marks the whole line."""
    facts = {fact.fact: fact for fact in audit.document.facts}
    by_spot: dict[Spot, Mark] = {}
    anchors: dict[tuple[int, int], str] = {}
    for number, finding in enumerate(audit.findings, start=1):
        for at, place in enumerate(finding.evidence):
            if place.file or not 1 <= place.line <= len(audit.document.source):
                continue
            spot = spot_of(audit.document, facts, finding, place)
            mark = by_spot.setdefault(spot, Mark(spot, _anchor(spot, len(by_spot) + 1), finding.severity))
            _add(mark, number, finding, place)
            anchors[number, at] = mark.anchor
    lines: dict[int, list[Mark]] = {}
    for mark in sorted(by_spot.values(), key=_printed_order):
        lines.setdefault(mark.spot.line, []).append(mark)
    return Marks(lines, anchors)


def _printed_order(mark: Mark) -> tuple[int, int, int]:
    spot = mark.spot
    return (spot.line, -1 if spot.cell is None else spot.cell, spot.span[0] if spot.span else -1)


def _anchor(spot: Spot, number: int) -> str:
    return f"L{spot.line}" if spot.cell is None and spot.span is None else f"m{number}"


def _add(mark: Mark, number: int, finding: Finding, place: Evidence) -> None:
    if number not in mark.numbers:
        mark.numbers.append(number)
    mark.suspect = mark.suspect or place.side == "suspect"
    mark.severity = min(mark.severity, finding.severity, key=_GRAVITY.__getitem__)
