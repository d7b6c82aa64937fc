"""Rules on a loaded batch: what crosses from the engine into Python is counts, and the cases somebody has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.auditing.engine import conclude
from baozhang.auditing.presence import profile_of
from baozhang.auditing.tallies import Tally, run_rules
from baozhang.auditing.warehouse import Outcomes, Question, Warehouse, batch_ids
from tests.auditing.samples import IDENTITIES, account, renamed, rules, sample

if TYPE_CHECKING:
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document

BROKEN = account() | {("general", "208", "basic"): "99.99"}
CASES = "select document_id, value < 0 as holds, 'F' || fact as refs, value as actual, 0 as expected from facts"


def tallied(chosen: list[Rule], *documents: Document) -> list[Tally]:
    """The tallies of documents, in order."""
    with Warehouse(documents) as queries:
        return list(
            run_rules(queries, chosen, {key: profile_of(one) for key, one in zip(batch_ids(documents), documents, strict=True)}).values()
        )


def test_identities_that_hold_are_only_counted() -> None:
    """A sound document brings numbers, no cases."""
    (tally,) = tallied(IDENTITIES, sample(account()))
    assert sum(tally.passed.values()) > 20
    assert not tally.identities
    assert not tally.broken


def test_a_broken_identity_brings_all_cases_of_its_document() -> None:
    """What holds speaks for the printed figures: it is needed where something does not hold, and nowhere else."""
    sound, broken = tallied(IDENTITIES, sample(account()), renamed(sample(BROKEN), "broken"))
    assert broken.broken
    assert len(broken.identities) == sum(broken.passed.values()) + sum(broken.failed.values())
    assert {case.document_id for _, case in broken.identities} == {"1"}
    assert not sound.identities


def test_cases_that_hold_are_counted_by_document() -> None:
    """One outcome per document; failing cases come with all their columns."""
    document = sample({("general", "total", "total"): "5.00", ("general", "total", "basic"): "-1.00"})
    with Warehouse([document]) as queries:
        counted, whole = queries.outcomes([Question(CASES), Question(CASES, whole=True)])
    assert isinstance(counted, Outcomes)
    assert isinstance(whole, Outcomes)
    assert counted.columns == {"document_id", "holds", "refs", "actual", "expected"}
    ((key, holding, cases, agreed),) = counted.documents
    assert (key, holding, [case["refs"] for case in cases], agreed) == ("0", 1, ["F1"], ())
    assert sorted(str(case["refs"]) for case in whole.documents[0].cases) == ["F1", "F2"]


def test_claims_that_repeat_a_cell_are_kept_by_reference() -> None:
    """A claim that agrees with its cell speaks for it where identities may need explaining; one that does not contradicts it."""
    claim = {"kind": "amount", "statement": "general", "item": "total", "column": "total", "section": "general"}
    cells = {("general", "total", "total"): "5.00"}
    agreeing, contradicting = tallied(
        [*rules("TXT-001"), *IDENTITIES],
        sample(cells, claims=[claim | {"value": "5.00"}]),
        renamed(sample(cells, claims=[claim | {"value": "7.00"}]), "other"),
    )
    assert (agreeing.repeats, agreeing.contradicted) == (["C1,F1"], False)
    assert (contradicting.repeats, contradicting.contradicted) == ([], True)


def test_where_everything_holds_nothing_is_explained() -> None:
    """A sound document's tally becomes an audit of counts alone."""
    document = sample(account())
    (tally,) = tallied(IDENTITIES, document)
    audit = conclude(document, tally)
    assert audit.findings == ()
    assert (audit.passed, audit.failed) == (sum(tally.passed.values()), 0)
