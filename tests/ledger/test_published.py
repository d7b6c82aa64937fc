"""Ledgers closed, printed and read again: the same figures, and the audit finds no error in them, rounding included."""

from __future__ import annotations

import os
import random
from itertools import islice
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.auditing.warehouse import Warehouse
from baozhang.compiling.figures import Figures
from baozhang.ledger.cube import Flow
from baozhang.ledger.derivations import derivations
from baozhang.ledger.statements import close_statements
from baozhang.reading import read_text
from baozhang.taxonomy.codes import economic_codes, function_codes
from baozhang.taxonomy.layouts import layouts
from tests.compiling.test_statements import statements_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.facts.document import Document

LEDGERS: Final = int(os.environ.get("BAOZHANG_RANDOM_LEDGERS", "25"))
"""Ledgers per layout; 250 make a thousand over the four layouts (see docs/benchmarks.md)."""
_AT_ONCE: Final = 25
"""Documents held at once."""
LAYOUTS: Final = ("fujian-final", "shandong-final", "fujian-budget", "anhui-budget")
FUNCTIONS: Final = [code.code for code in function_codes() if code.level == 3 and code.year_to is None]
ECONOMIC: Final = [code for code in economic_codes() if code.level == 2 and code.code[:3] in {"301", "302", "303", "310"}]
FUNDS: Final = ("general_public", "general_public", "government_fund", "state_capital", "other")


def spending(chance: random.Random, function: str, fund: str, stage: str) -> Flow:
    """One sum of spending; only the general public budget pays for basic expenditure."""
    eco = chance.choice(ECONOMIC)
    nature = chance.choice(("basic", "project")) if fund == "general_public" else "project"
    amount = chance.randint(1, chance.choice((10**6, 10**9, 10**11)))
    return Flow(
        "spending", amount, func=function, eco=eco.code, fund=fund, nature=nature, part="staff" if eco.staff else "operating_cost",
        expense=derivations().expenses.get(eco.code, ""), origin="current" if stage == "budget" else "",
        name=f"X{function}" if nature == "project" else "",
    )  # fmt: skip


def flows_of(chance: random.Random, stage: str) -> Iterator[Flow]:
    """A random year: money comes in for what is spent, some of it from the year before, some is left."""
    for function in chance.sample(FUNCTIONS, chance.randint(1, 12)):
        for fund in sorted(set(chance.sample(FUNDS, 2))):
            spent = [spending(chance, function, fund, stage) for _ in range(chance.randint(1, 5))]
            yield from spent
            total = sum(flow.amount for flow in spent)
            before = chance.randint(0, total) if stage == "final" else 0
            left = chance.choice((0, chance.randint(1, 10**8))) if stage == "final" else 0
            yield Flow("opening", before, func=function, fund=fund)
            yield Flow("income", total - before + left, func=function, fund=fund)


def published(chance: random.Random, layout_id: str, number: int) -> Document:
    """A random ledger, closed and printed by a layout, read again; what was read is what was closed."""
    layout = layouts()[layout_id]
    flows = [flow for flow in flows_of(chance, layout.stage) if flow.amount]
    if layout.stage == "final":
        flows += [Flow("control", flow.amount, expense=flow.expense) for flow in flows if flow.expense]
    figures = close_statements(flows, layout, {})
    cells = {(one.statement, one.item, one.column): one.printed for one in figures}
    names = {(one.statement, one.item): one.label for one in figures}
    document = read_text(statements_text(Figures(cells, names), layout), f"{layout_id}-{number}", f"{number:064d}")
    read = {(fact.statement, fact.item, fact.column): fact.value for fact in document.facts}
    assert {cell for cell in cells | read if cells.get(cell, 0) != read.get(cell, 0)} == set()
    assert document.about.layout == layout_id
    return document


@pytest.mark.parametrize("layout_id", LAYOUTS)
def test_random_ledgers_are_published_without_an_error(layout_id: str) -> None:
    chance = random.Random(layout_id)  # noqa: S311  # the ledgers are the same from run to run
    documents = (published(chance, layout_id, number) for number in range(LEDGERS))
    rules, checked = load_rules(), 0
    while batch := list(islice(documents, _AT_ONCE)):
        audits = list(evaluate(batch, rules, Warehouse))
        errors = [(one.document.about.file, finding.message) for one in audits for finding in one.findings if finding.severity == "error"]
        assert errors == []
        checked += len(audits)
    assert checked == LEDGERS


def test_the_audit_would_notice() -> None:
    """The test above can fail: one figure changed is an error."""
    document = published(random.Random(1), "fujian-final", 0)  # noqa: S311  # as above
    text = "\n".join(document.source)
    first = next(fact for fact in document.facts if (fact.statement, fact.item, fact.column) == ("spending", "total", "total"))
    changed = read_text(text.replace(first.text, "123456789.00"))
    findings = [finding for audit in evaluate([changed], load_rules(), Warehouse) for finding in audit.findings]
    assert any(finding.severity == "error" for finding in findings) or text.count(first.text) > 1
