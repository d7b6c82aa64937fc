"""Where evidence is found in the source lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from baozhang.auditing.findings import Evidence, Severity
from baozhang.auditing.reports.marks import marks_of
from baozhang.auditing.spots import Spot

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit


def test_a_fact_is_marked_at_its_cell(audit: DocumentAudit) -> None:
    marks = marks_of(audit)
    (mark,) = marks.on(5)
    assert mark.spot == Spot(5, cell=1)
    assert (mark.numbers, mark.severity, mark.suspect) == ([1, 2], Severity.ERROR, True)
    assert marks.anchors[1, 0] == mark.anchor


def test_a_figure_is_found_when_its_column_has_shifted(audit: DocumentAudit) -> None:
    (mark,) = marks_of(audit).on(8)
    assert mark.spot == Spot(8, cell=2)


def test_the_second_of_two_equal_figures_is_told_by_what_stands_before_it(audit: DocumentAudit) -> None:
    (mark,) = marks_of(audit).on(9)
    source = audit.document.source[8]
    assert mark.spot.span is not None
    assert mark.spot.span[0] > source.index("支出")
    assert source[slice(*mark.spot.span)] == "120.00 万元"


def test_the_figure_a_finding_speaks_of_is_marked_in_a_row_of_a_form(audit: DocumentAudit) -> None:
    finding = replace(audit.findings[0], actual="5704.74", evidence=(Evidence(5, "合计 | 10420.92 | 5704.74", "I1", "suspect"),))
    (mark,) = marks_of(replace(audit, findings=(finding,))).on(5)
    assert mark.spot == Spot(5, cell=2)


def test_evidence_without_a_line_has_no_anchor(audit: DocumentAudit) -> None:
    assert (3, 0) not in marks_of(audit).anchors
