"""The explanatory parts of real documents: nearly every figure is bound, and bound amounts agree with their tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from baozhang.reading.document import read_file

if TYPE_CHECKING:
    from baozhang.facts.document import Document

SEEDS = Path("/work/shared/seeds")
DOCUMENTS = sorted(SEEDS.glob("*.txt"))
BOUND_SHARE = 0.97
MENTIONS = 0.5

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="the sample documents are not on this machine")


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda path: path.stem[:3])
def document(request: pytest.FixtureRequest) -> Document:
    path = request.param
    assert isinstance(path, Path)
    return read_file(path)


def test_nearly_every_figure_is_bound(document: Document) -> None:
    figures = {(c.block, c.start, c.end) for c in document.claims if c.kind != "comparison" and (c.text[-1] not in "平同")}
    unbound = {(c.block, c.start, c.end) for c in document.claims if c.unbound}
    assert len(figures) > 50
    assert len(unbound) <= (1 - BOUND_SHARE) * len(figures)


def test_an_unbound_figure_says_why(document: Document) -> None:
    assert all(bool(claim.unbound) != bool(claim.item) for claim in document.claims)


def test_bound_amounts_agree_with_their_cells(document: Document) -> None:
    cells = {(f.statement, f.item, f.column): f for f in document.facts}
    pairs = [
        (claim, cells[claim.statement, claim.item, claim.column])
        for claim in document.claims
        if claim.kind == "amount" and not claim.base and (claim.statement, claim.item, claim.column) in cells
    ]
    wrong = [claim for claim, cell in pairs if abs(claim.value - cell.value) > claim.half_unit + cell.half_unit]
    assert len(pairs) > 20
    assert len(wrong) <= 0.05 * len(pairs), [(claim.line, claim.subject, claim.text) for claim in wrong]


def test_most_figures_assert_something(document: Document) -> None:
    mentions = sum(claim.kind == "mention" for claim in document.claims)
    assert mentions < MENTIONS * len(document.claims)
