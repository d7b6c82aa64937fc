"""Random ledgers published with their prose: whatever the books say, the audit finds no error in the document made from them."""

from __future__ import annotations

import os
import random
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import load_rules
from baozhang.compiling.account import Account
from baozhang.compiling.compile import compile_account
from baozhang.compiling.figures import Figures
from baozhang.compiling.formats.text import to_text
from baozhang.ledger.cube import Flow
from baozhang.ledger.statements import close_statements
from baozhang.reading import read_text
from baozhang.taxonomy.layouts import layouts
from tests.compiling.accounts import DEPARTMENT, TEXTS, AlwaysAReason, complete_details
from tests.ledger.test_published import LAYOUTS, flows_of

if TYPE_CHECKING:
    from baozhang.facts.document import Document
    from baozhang.taxonomy.layouts import Layout

YEARS: Final = int(os.environ.get("BAOZHANG_RANDOM_YEARS", "10"))
"""Years per layout; 250 make a thousand over the four layouts (see docs/benchmarks.md)."""
_AT_ONCE: Final = 25
"""Documents held at once."""


def closed(chance: random.Random, layout: Layout) -> Figures:
    """The figures of a random year, three public expenses with a budget beside what was spent."""
    flows = [flow for flow in flows_of(chance, layout.stage) if flow.amount]
    if layout.stage == "final":
        flows += [Flow("control", flow.amount, expense=flow.expense) for flow in flows if flow.expense]
    figures = close_statements(flows, layout, {})
    cells = {(one.statement, one.item, one.column): one.exact for one in figures}
    names = {(one.statement, one.item): one.label for one in figures}
    budget = {(one, item, "budget"): fen for (one, item, column), fen in cells.items() if (one, column) == ("three_public", "final")}
    return Figures({**budget, **cells}, names)


def published(chance: random.Random, layout: Layout, number: int) -> Document:
    """A random year beside a random year before it and a random budget, compiled and read again."""
    figures, prior, initial = (closed(chance, layout) for _ in range(3))
    account = Account(
        layout=layout,
        department=DEPARTMENT,
        year=2024,
        figures=figures,
        prior=prior,
        initial=initial if layout.stage == "final" else None,
        details=complete_details(layout.stage),
        texts=TEXTS | {f"use.{code}": ("保障相关工作",) for code in figures.items("general")},
        reasons=AlwaysAReason(),
    )
    return read_text(to_text(compile_account(account)), f"{layout.id}-{number}", f"{number:064d}")


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_no_error_in_what_is_published(layout_id: str) -> None:
    """Sums, changes, rates, shares, completion rates and enumerations of the prose agree with the tables, rounding included."""
    chance = random.Random(f"{layout_id} in words")  # noqa: S311  # the years are the same from run to run
    documents = (published(chance, layouts()[layout_id], number) for number in range(YEARS))
    rules, checked = load_rules(), 0
    while batch := list(islice(documents, _AT_ONCE)):
        audits = list(evaluate(batch, rules))
        errors = [(one.document.about.file, found.rule, found.message) for one in audits for found in one.of_severity(Severity.ERROR)]
        assert errors == []
        assert all(one.passed > 200 for one in audits)
        checked += len(audits)
    assert checked == YEARS


_HALF_WIDTH: Final = re.compile("[\u4e00-\u9fff”][(),;:!?]|[(),;:!?][\u4e00-\u9fff“]")


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_marks_in_chinese_words_are_printed_in_full_width(layout_id: str) -> None:
    document = published(random.Random(layout_id), layouts()[layout_id], 0)  # noqa: S311  # as above
    assert [line for line in document.source if _HALF_WIDTH.search(line)] == []
