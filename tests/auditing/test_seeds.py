"""The identities on the real documents: no false alarm, and exactly the rounding tails that are known of."""

from __future__ import annotations

from pathlib import Path

import pytest

from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import load_rules
from baozhang.reading import read_file
from tests.auditing.samples import audited

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
TABLES = [rule for rule in load_rules() if rule.family == "TAB"]
DOCUMENTS = sorted(SEEDS.glob("*.txt"))

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="the real documents are not here")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_tables_have_no_error(path: Path) -> None:
    """Published tables agree with themselves; what remains are tails and questions."""
    audit = audited(read_file(path), TABLES)
    assert {finding.severity for finding in audit.findings} == {Severity.NOTE}
    assert audit.passed > audit.not_evaluated_total


@pytest.mark.parametrize(
    ("seed", "rule", "actual", "expected"),
    [
        ("000", "TAB-001", "9989.84", "9989.85"),
        ("000", "TAB-002", "10420.92", "10420.91"),
        ("000", "TAB-124", "10293.57", "10293.58"),
        ("001", "TAB-142", "10954.60", "10954.61"),
        ("001", "TAB-151", "556.08", "556.10"),
        ("003", "TAB-171", "5.86", "5.87"),
        ("004", "TAB-143", "224.41", "224.42"),
    ],
)
def test_known_tails(seed: str, rule: str, actual: str, expected: str) -> None:
    """The tails that were found by hand (accounts.md, section 2)."""
    path = next(path for path in DOCUMENTS if path.name.startswith(seed))
    notes = [finding for finding in audited(read_file(path), TABLES).findings if finding.rule == rule]
    assert [(note.actual, note.expected) for note in notes] == [(actual, expected)]
