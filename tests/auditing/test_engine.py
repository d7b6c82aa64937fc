"""The engine: scope, needs, three outcomes, batches, and the places of evidence."""

from __future__ import annotations

import pytest

from baozhang.auditing.audit import audit_documents
from baozhang.auditing.engine import evaluate
from baozhang.auditing.evidence import Places
from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import Rule, parse_rule
from baozhang.auditing.tallies import NO_CASE
from baozhang.errors import UsageError
from tests.auditing.samples import account, audited, renamed, rules, sample, serious

HEADER = """-- title: 例
-- severity: error
-- family: TXT
-- basis: 例
-- applies: final
-- needs: claims.change|claims.amount, general
-- source: R-TX-000
-- message: {subject}为{actual:pct}%，应为{expected:pct}%，差{difference:pct}
-- suggestion: 改为{expected:pct}%
-- figures: pct
"""
CELL = {("general", "total", "total"): "5.00"}
CLAIM = {"kind": "change_pct", "value": "30.00", "subject": "支出", "section": "general", "sentence": "增长30.00%", "line": 7}
AMOUNT = {"kind": "amount", "value": "5.00"}


def rule(sql: str, **changes: str) -> Rule:
    """A rule with this query; header lines may be changed."""
    header = HEADER
    for key, value in changes.items():
        header = "\n".join(f"-- {key}: {value}" if line.startswith(f"-- {key}:") else line for line in header.splitlines()) + "\n"
    return parse_rule("TXT-999.sql", header + sql)


def case(holds: str, extra: str = "") -> str:
    """A query of one case per claim of a rate."""
    columns = f"document_id, {holds} as holds, 'C' || claim as refs, value as actual, cast(200000 as bigint) as expected, subject{extra}"
    return "select " + columns + " from claims where kind = 'change_pct'"  # noqa: S608 -- the test's own words


def test_a_failing_case_is_a_finding() -> None:
    """Message, figures, suggestion, place and section come from the row."""
    audit = audited(sample(CELL, claims=[CLAIM, AMOUNT]), [rule(case("false"))])
    (finding,) = audit.findings
    assert finding.message == "支出为30.00%，应为20.00%，差10.00"
    assert (finding.actual, finding.expected, finding.difference) == ("30.00", "20.00", "10.00")
    assert (finding.suggestion, finding.line, finding.section) == ("改为20.00%", 7, "general")
    assert finding.evidence[0].text == "增长30.00%"
    assert (audit.passed, audit.failed, audit.not_evaluated_total) == (0, 1, 0)


def test_null_is_not_evaluated_with_its_reason() -> None:
    """NULL is neither passed nor failed."""
    audit = audited(sample(CELL, claims=[CLAIM, AMOUNT]), [rule(case("cast(null as boolean)", ", '基数为零' as why"))])
    assert [(one.why, one.count) for one in audit.not_evaluated] == [("基数为零", 1)]
    assert not audit.findings


def test_lacking_needs_are_named() -> None:
    """`a|b` is met by either; what is missing is said in Chinese."""
    audit = audited(sample({}, claims=[AMOUNT]), [rule(case("false"))])
    assert [one.why for one in audit.not_evaluated] == ["缺少一般公共预算财政拨款支出表"]


def test_no_case_is_not_silence() -> None:
    """A rule that joined nothing has not passed."""
    audit = audited(sample(CELL, claims=[AMOUNT]), [rule(case("true"))])
    assert [one.why for one in audit.not_evaluated] == [NO_CASE]
    assert audit.passed == 0


def test_rules_of_the_other_stage_do_not_count() -> None:
    """A rule for final accounts says nothing of a budget."""
    audit = audited(sample(CELL, {"stage": "budget"}, claims=[CLAIM, AMOUNT]), [rule(case("false"))])
    assert audit.counts == ()


def test_a_case_may_be_only_a_tail() -> None:
    """Graded a note by its case, it holds within rounding: passed, with a note."""
    audit = audited(sample(CELL, claims=[CLAIM, AMOUNT]), [rule(case("false", ", 'note' as severity"))])
    assert (audit.passed, audit.failed) == (1, 0)
    assert audit.of_severity(Severity.NOTE) == audit.findings


def test_suggestion_is_left_out_when_a_figure_is_missing() -> None:
    """No half-filled sentence."""
    sql = case("false").replace("cast(200000 as bigint)", "cast(null as bigint)")
    (finding,) = audited(sample(CELL, claims=[CLAIM, AMOUNT]), [rule(sql)]).findings
    assert (finding.suggestion, finding.expected, finding.difference) == ("", "", "")


@pytest.mark.parametrize(
    ("sql", "said"), [("select 1 as one", "holds"), (case("true").replace("subject", "1 as x"), "subject"), ("selct", "selct")]
)
def test_a_wrong_query_is_an_error(sql: str, said: str) -> None:
    """Columns the engine or the message need, and queries that do not run."""
    with pytest.raises(UsageError, match=said):
        audited(sample(CELL, claims=[CLAIM, AMOUNT]), [rule(sql)])


def test_documents_of_a_batch_do_not_mix() -> None:
    """Each document gets its own findings, in order; one given twice gets them twice."""
    good = sample(account())
    bad = renamed(sample(account() | {("general", "208", "basic"): "99.99"}), "bad")
    audits = evaluate([good, bad, good], rules("TAB-141", "TAB-142"))
    assert [len(serious(audit)) for audit in audits] == [0, 1, 0]
    assert audits[1].document is bad


def test_documents_are_streamed_in_batches() -> None:
    """Progress is told after each batch; order is kept."""
    documents = [renamed(sample(CELL), f"d{at}") for at in range(5)]
    told: list[int] = []
    audits = list(audit_documents(iter(documents), rules("TAB-142"), batch=2, progress=told.append))
    assert told == [2, 4, 5]
    assert [audit.document.about.document_id for audit in audits] == ["d0", "d1", "d2", "d3", "d4"]


def test_evidence_of_every_kind_of_row() -> None:
    """Each letter of a reference leads to a line and words; what does not exist is left out."""
    document = sample(
        {("general", "2101501", "basic"): "5.00"},
        claims=[{"sentence": "一句话" * 60 + "增加5.00万元。", "text": "增加5.00万元", "line": 3}],
        blocks=[{"text": "一段正文", "line_from": 4, "section": "fund"}],
        evaluations=[{"title": "自评表", "line": 90, "total_line": 97}, {"title": "自评表", "line": 98}],
        indicators=[{"name": "参保率", "line": 2}],
        fundings=[{"label": "年度资金总额", "line": 91}],
        wording=[{"text": "，，", "line": 6, "section": "general"}],
    )
    places = Places(document)
    found = places.evidence("F1,C1,B1,E1,I1,M1,W1,X1,F99,W")
    assert [one.line for one in found] == [1, 3, 4, 90, 2, 91, 6]
    assert found[0].text == "《一般公共预算财政拨款支出表》2101501·基本支出 = 5.00"
    assert found[1].text.startswith("…")
    assert "增加5.00万元" in found[1].text
    assert [one.text for one in found[3:6]] == ["第90行", "第2行", "第91行"]
    assert [one.side for one in found] == ["suspect", *["against"] * 6]
    assert [one.line for one in places.evidence("T1,T2,T3")] == [97, 98]
    assert [places.section(ref) for ref in ("B1", "W1", "I1", "X9")] == ["fund", "general", "performance", ""]
