"""Answers given already are an engine like any other; what the cluster could not compute is asked again of the documents at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.auditing.spark.recorded import Recorded
from baozhang.auditing.spark.warehouse import Form
from baozhang.auditing.warehouse import Outcomes, Question
from tests.auditing.samples import account, renamed, sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.document import Document

SOUND = sample(account())
WRONG = renamed(sample(account() | {("general", "208", "basic"): "99.99"}), "wrong")
DAMAGED = renamed(
    sample(account() | {("general", "208", "basic"): "900000000.00"}, claims=[{"kind": "change_pct", "value": "10.00"}]), "damaged"
)
SQL = "select document_id, holds, refs, actual, expected from somewhere"


def test_what_could_not_be_computed_is_asked_here() -> None:
    """No query has a form: the audits are those of DuckDB, damaged documents and all."""

    def nothing(documents: Sequence[Document]) -> Recorded:
        return Recorded(documents, {}, {})

    documents = [SOUND, WRONG, DAMAGED]
    assert evaluate(documents, load_rules(), nothing) == evaluate(documents, load_rules())


def test_recorded_answers_are_those_of_the_documents() -> None:
    """By document_id, and under the number that the document has in its batch; a NULL is a column left out."""
    form = Form(("document_id", "holds", "refs", "actual", "expected"))
    listed = '[{"document_id": "wrong", "holds": false, "refs": "F1", "actual": 12345678901234567890}]'
    told = {"wrong": {SQL: (3, listed)}, "another": {SQL: (9, "[]")}}
    with Recorded([SOUND, WRONG], {SQL: form}, told) as engine:
        (answer,) = engine.outcomes([Question(SQL)])
        rows = engine.query(SQL)
    assert isinstance(answer, Outcomes)
    (outcome,) = answer.documents
    assert (outcome.document_id, outcome.holding) == ("1", 3)
    assert outcome.cases[0] == {"document_id": "wrong", "holds": False, "refs": "F1", "actual": 12345678901234567890, "expected": None}
    assert rows.rows == [("1", False, "F1", 12345678901234567890, None)]
