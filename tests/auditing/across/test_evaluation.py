"""Several documents of a department: chained ones agree, a figure that the partner contradicts is found, evidence names both files."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.across import Spool, audit_across, keep, keeping
from baozhang.auditing.across.spool import KEPT, kept_rows
from baozhang.auditing.lake.compared import asked_at_once
from baozhang.auditing.rule import cross_rules
from baozhang.auditing.warehouse import Warehouse
from baozhang.reading import read_text
from baozhang.taxonomy.layouts import layouts
from benchmarks.corpus.defects import damaged
from benchmarks.corpus.families import Choice, all_documents

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.facts.document import Document
    from benchmarks.corpus.families import Written

EVERY = Choice(tuple(layouts()), years=2)
COUNT = 44
"""Enough that every pair of layouts and a department with units come by."""


@pytest.fixture(scope="module")
def written() -> list[Written]:
    return list(islice(all_documents(21, EVERY), COUNT))


@pytest.fixture(scope="module")
def clean(written: list[Written]) -> list[Document]:
    return [as_read(one.sheet().lines, one.name) for one in written]


def as_read(lines: list[str], name: str) -> Document:
    return read_text("\n".join(lines) + "\n", name)


def compared(documents: list[Document]) -> list[DocumentAudit]:
    tables = kept_rows(documents)
    return list(audit_across(tables["documents"], lambda *_: tables))


def test_documents_that_belong_together_agree(clean: list[Document]) -> None:
    audits = compared(clean)
    assert [finding.message for audit in audits for finding in audit.findings] == []
    passed = {count.rule for audit in audits for count in audit.counts if count.passed}
    assert passed >= {rule.id for rule in cross_rules()} - {"YOY-012"}  # no generated text writes last year's figure itself
    assert all(audit.across for audit in audits)


@pytest.mark.parametrize("kind", ["opening", "prior", "planned"])
def test_a_contradiction_is_found_in_the_later_document(kind: str, written: list[Written], clean: list[Document]) -> None:
    made = []
    for at, one in enumerate(written):
        sheet, defects = damaged(one, kind, at)
        if defects:
            made.append((at, as_read(sheet.lines, one.name), {defect.line for defect in defects}))
    assert made
    for at, document, lines in made[:4]:
        documents = [*clean[:at], document, *clean[at + 1 :]]
        own = [audit for audit in compared(documents) if audit.document.about.file == document.about.file]
        found = [finding for audit in own for finding in audit.findings]
        assert {finding.line for finding in found} & lines
        assert all(finding.evidence[0].file == "" for finding in found)
        assert all(any(place.file not in {"", document.about.file} for place in finding.evidence) for finding in found)


def test_the_spool_gives_the_same_as_memory(clean: list[Document], tmp_path: Path) -> None:
    for at in range(0, COUNT, 10):
        keep(clean[at : at + 10], tmp_path / f"{at:06d}")
    keep(clean[:3], tmp_path / "999999")  # files given twice
    spool = Spool(tmp_path)
    expected = {audit.document.about.file: audit.counts for audit in compared(clean)}
    assert {audit.document.about.file: audit.counts for audit in audit_across(spool.documents, spool.load)} == expected
    at_once = audit_across(spool.documents, spool.load, None, asked_at_once(spool.snapshot))
    assert {audit.document.about.file: audit.counts for audit in at_once} == expected


def test_batches_keep_the_hub_tables_that_are_made_for_the_rules(clean: list[Document], tmp_path: Path) -> None:
    keep(clean[:3], tmp_path / "kept" / "0")
    with Warehouse(clean[:3], 1, keeping(clean[:3], tmp_path / "seen" / "0")):
        kept, seen = Spool(tmp_path / "kept"), Spool(tmp_path / "seen")
    assert seen.documents == kept.documents
    ids = [one.about.document_id for one in clean[:3]]
    assert seen.load(ids, KEPT) == kept.load(ids, KEPT) == kept_rows(clean[:3])


def test_alone_there_is_nothing_to_compare(clean: list[Document]) -> None:
    assert compared(clean[:1]) == []
