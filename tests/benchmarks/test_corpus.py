"""The corpus: generated documents are what they say they are, free of errors unless errors were asked for, and the same every time."""

from __future__ import annotations

import csv
from itertools import islice, pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.auditing.audit import audit_documents
from baozhang.auditing.findings import Severity
from baozhang.errors import UsageError
from baozhang.reading import read_file, read_text
from baozhang.taxonomy.layouts import layouts
from benchmarks.corpus.__main__ import main
from benchmarks.corpus.books import SPENT, nature_of, years_of
from benchmarks.corpus.defects import KINDS, SLIPS, damaged
from benchmarks.corpus.families import Choice, all_documents, documents_of, pairs
from benchmarks.corpus.words import department_of

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.facts.document import Document
    from benchmarks.corpus.families import Written

EVERY = Choice(tuple(layouts()))


def read(written: Written) -> Document:
    return read_text("\n".join(written.sheet().lines) + "\n", written.name)


@pytest.mark.parametrize("seed", range(4))
def test_an_error_free_document_has_no_error_and_no_warning(seed: int) -> None:
    """One year of each of a dozen departments and more, so that every pair of layouts comes by."""
    documents = [read(written) for written in islice(all_documents(seed, Choice(EVERY.layouts, years=1)), 32)]
    said = [
        f"{audit.document.about.file} {finding.rule} {finding.line} {finding.message}"
        for audit in audit_documents(documents)
        for finding in audit.findings
        if finding.severity is not Severity.NOTE
    ]
    assert not said


def test_every_layout_is_written_and_recognised_with_all_its_statements() -> None:
    seen = set()
    for written in islice(all_documents(3, EVERY), 60):
        issue, document = written.issue, read(written)
        assert document.about.layout == issue.layout.id
        assert (document.about.fiscal_year, document.about.scope) == (issue.year.year, issue.scope)
        assert document.about.department == issue.department.removesuffix("（本级）")
        assert {one.statement for one in document.statements} == {shown.id for shown in issue.layout.statements}
        seen.add(issue.layout.id)
    assert seen == set(layouts())


def test_nearly_every_figure_is_bound() -> None:
    for written in islice(all_documents(5, EVERY), 20):
        about = read(written).about
        assert about.amounts_bound == about.amounts, written.name


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_closing_balances_are_the_next_years_opening_ones(number: int) -> None:
    random = Random(number)  # noqa: S311  # repeatable, not secret
    years = years_of(random, nature_of(random, step=False, capital=True), 2022, 3)
    for before, year in pairwise(years):
        for kind in ("general", "fund", "own"):
            assert year.account.total(f"open_{kind}") == before.account.total(f"close_{kind}")
        assert all(amount >= 0 for amounts in year.account.items.values() for amount in amounts.values())


def test_a_consolidated_department_is_the_sum_of_its_units() -> None:
    for number in range(40):
        issues = [written.issue for written in documents_of(9, number, EVERY)]
        whole = [issue for issue in issues if issue.scope == "consolidated" and issue.layout.stage == "final"]
        for issue in whole:
            units = [one for one in issues if one.scope == "unit" and (one.layout, one.year.year) == (issue.layout, issue.year.year)]
            assert len(units) == len(issue.members) > 1
            assert issue.plan.total(*SPENT) == sum(unit.plan.total(*SPENT) for unit in units)
        if whole:
            return
    pytest.fail("no department with units")


def test_names_are_different() -> None:
    assert len({department_of(number) for number in range(30_000)}) == 30_000


def test_the_same_seed_writes_the_same() -> None:
    first, second = ([written.sheet().lines for written in islice(all_documents(4, EVERY), 6)] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_where_the_key_says(kind: str) -> None:
    made = 0
    for seed, written in enumerate(islice(all_documents(8, EVERY), 60)):
        clean = written.sheet().lines
        sheet, defects = damaged(written, kind, seed)
        changed = {at for at, (old, new) in enumerate(zip(clean, sheet.lines, strict=True), 1) if old != new}
        assert changed == {defect.line for defect in defects}
        assert all(defect.old in clean[defect.line - 1] and defect.new in sheet.lines[defect.line - 1] for defect in defects)
        made += bool(defects)
    assert made > 5


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(SLIPS)))
def test_a_contradiction_shows_in_no_document_by_itself(kind: str) -> None:
    documents = []
    for seed, written in enumerate(islice(all_documents(12, EVERY), 40)):
        sheet, defects = damaged(written, kind, seed)
        if defects:
            documents.append(read_text("\n".join(sheet.lines) + "\n", written.name))
    assert documents
    findings = [finding for audit in audit_documents(documents) for finding in audit.findings if finding.severity is not Severity.NOTE]
    assert not findings, findings


def test_layouts_go_together_by_region() -> None:
    assert ("fujian-final", "fujian-budget") in pairs(tuple(layouts()))
    assert set(pairs(("anhui-budget",))) == {("", "anhui-budget")}
    with pytest.raises(UsageError, match="没有版式"):
        pairs(("nowhere-final",))


def test_the_command_writes_documents_and_their_key(tmp_path: Path) -> None:
    assert main(["--count", "12", "--errors", "1", "--kinds", "table-figure", "--output", str(tmp_path)]) == 0
    files = sorted(tmp_path.rglob("*.txt"))
    assert len(files) >= 12
    with (tmp_path / "errors.csv").open(encoding="utf-8") as file:
        key = list(csv.DictReader(file))
    assert {row["file"] for row in key} == {file.relative_to(tmp_path).as_posix() for file in files}
    row = key[0]
    assert row["new"] in read_file(tmp_path / row["file"]).source[int(row["line"]) - 1]
