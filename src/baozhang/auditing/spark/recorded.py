"""Answers that a cluster has given already, as an engine: with it one task concludes the audit of a few documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from baozhang.auditing.warehouse import Answer, Outcomes, Warehouse, batch_ids
from baozhang.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    import pyarrow as pa

    from baozhang.auditing.spark.warehouse import Form
    from baozhang.auditing.warehouse import Question
    from baozhang.facts.document import Document

Listed = tuple[int, str]
"""What a query says of one document: cases that hold, and the others as JSON."""


class Recorded:
    """The answers to queries on some documents, by SQL.

    A query without a form could not be computed on the whole corpus, because of the figures of some document: it is asked again here, of
    these documents alone, so that only the damaged ones are left without an answer.
    """

    def __init__(self, documents: Sequence[Document], forms: Mapping[str, Form], told: Mapping[str, Mapping[str, Listed]]) -> None:
        """The answers `told` (by document_id, then SQL) of `documents`; `forms` are the columns of the queries."""
        self._documents = documents
        self._forms = forms
        self._told = {key: told.get(one.about.document_id, {}) for key, one in zip(batch_ids(documents), documents, strict=True)}
        self.tables: dict[str, pa.Table] = {}
        self._local: Warehouse | None = None

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let go of the documents."""
        if self._local is not None:
            self._local.__exit__(kind, error, trace)

    def add(self, name: str, table: pa.Table) -> None:
        """Keep a table; the answers have been computed with it."""
        self.tables[name] = table

    def query(self, sql: str) -> Answer:
        """The rows of a query, as recorded."""
        form = self._forms.get(sql)
        if form is None:
            return self._here().query(sql)
        return Answer(form.columns, [row for key, told in self._told.items() if sql in told for row in form.rows(key, told[sql][1])])

    def outcomes(self, questions: Sequence[Question]) -> Iterator[Outcomes | EvaluationError]:
        """What the queries say of these documents, as recorded."""
        for question in questions:
            form = self._forms.get(question.sql)
            if form is None:
                yield from self._here().outcomes([question])
            else:
                documents = [form.outcome(key, *told[question.sql]) for key, told in self._told.items() if question.sql in told]
                yield Outcomes(frozenset(form.columns), documents)

    def _here(self) -> Warehouse:
        if self._local is None:
            self._local = Warehouse(self._documents)
        for name, table in self.tables.items():
            self._local.add(name, table)
        return self._local


class Unanswered:
    """An engine that computes nothing and only notes what it is asked with: which identities are in the scope of a document."""

    def __init__(self) -> None:
        """Nothing noted yet."""
        self.tables: dict[str, pa.Table] = {}

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing to let go of."""

    def add(self, name: str, table: pa.Table) -> None:
        """Note a table."""
        self.tables[name] = table

    def query(self, sql: str) -> Answer:  # noqa: ARG002  # the protocol's
        """No rows."""
        return Answer((), [])

    def outcomes(self, questions: Sequence[Question]) -> Iterator[Outcomes | EvaluationError]:
        """No outcome."""
        yield from (EvaluationError("未计算") for _ in questions)
