"""A rule that finds the same again and again says so once."""

from __future__ import annotations

from dataclasses import replace

from baozhang.auditing.findings import Evidence, Finding, Flow, Original, Severity
from baozhang.auditing.gathering import gather
from baozhang.reading.formats.transcript import FlowKind
from tests.auditing.samples import rules, sample

(RULE,) = rules("TXT-904")
LIMITED = replace(RULE, gather=2)


def said(line: int, rule: str = "TXT-904", words: str = "XX", ref: str = "") -> Finding:
    """One finding at a line."""
    place = Evidence(line, words, ref or f"W{line}", "suspect")
    return Finding(rule, rule, Severity.WARNING, words, "", words, "", "", "填写", (place,))


def test_a_few_stay_as_they_are() -> None:
    """Up to the limit each has its own finding; rules without a limit always do."""
    assert gather([said(1), said(2)], [LIMITED], ()) == [said(1), said(2)]
    assert len(gather([said(1), said(2), said(3)], [replace(RULE, gather=None)], ())) == 3


def test_many_become_one_that_names_the_places() -> None:
    """The first in reading order stands for all; a figure stays when it is the same everywhere."""
    (one,) = gather([said(7, words="XXX"), said(3), said(5)], [LIMITED], ())
    assert one.message == "XX；同类问题共3处：第3、5、7行"
    assert [place.line for place in one.evidence] == [3, 5, 7]
    assert (one.actual, one.suggestion) == ("", "填写")


def test_what_neighbouring_places_have_in_common_is_said_once() -> None:
    """Rows of one table, cells of one sheet: the table and the sheet are named once."""
    places = [
        *(Original(flow=Flow(FlowKind.TABLE, 3, row, "收入决算表")) for row in (5, 6)),
        Original(flow=Flow(FlowKind.TABLE, 4, 2)),
        *(Original(sheet="总表", cell=cell) for cell in ("C5", "D7")),
    ]
    found = [said(line) for line in range(1, 6)]
    placed = [replace(one, evidence=(replace(one.evidence[0], original=at),)) for one, at in zip(found, places, strict=True)]
    (one,) = gather(placed, [LIMITED], ())
    assert one.message == "XX；同类问题共5处：表3《收入决算表》第5、6行、表4第2行、工作表“总表”C5、D7"


def test_only_the_first_lines_are_named() -> None:
    """A blank template has more places than anybody reads."""
    (one,) = gather([said(line) for line in range(1, 101)], [LIMITED], ())
    assert one.message.endswith("共100处：第1、2、3、4、5、6、7、8行等")
    assert len(one.evidence) < 100


def test_words_about_two_subjects_are_one_place() -> None:
    """收、支总计均为 is one figure bound to income and to spending: one finding, with the cells of both."""
    claims = sample({}, claims=[{"kind": "amount", "value": "1.00", "line": 4, "block": 2, "start": 5, "end": 9} for _ in range(2)]).claims
    one, two = said(4, ref="C1"), said(4, ref="C2")
    two = replace(two, evidence=(*two.evidence, Evidence(9, "cell", "F9", "against")))
    (told,) = gather([one, two], [], claims)
    assert [place.ref for place in told.evidence] == ["C1", "F9"]
