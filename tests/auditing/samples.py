"""Small documents for the tests of the auditing engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import Rule, load_rules
from baozhang.facts.schemas import HUB
from tests.rules.cases import Case, Row, document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from baozhang.auditing.findings import DocumentAudit, Finding
    from baozhang.facts.document import Document

BY_ID = {rule.id: rule for rule in load_rules()}
IDENTITIES = [rule for rule in load_rules() if rule.identity is not None]


def rules(*ids: str) -> list[Rule]:
    """Rules by id."""
    return [BY_ID[one] for one in ids]


def sample(cells: Mapping[tuple[str, str, str], str], about: Row | None = None, **tables: Sequence[Mapping[str, object]]) -> Document:
    """A document with these cells (statement, item, column → figure as printed) and rows of other tables."""
    facts: list[Row] = [{"statement": s, "item": i, "column": c, "value": v} for (s, i, c), v in cells.items()]
    empty: dict[str, Sequence[Row]] = {name: [] for name in HUB}
    given = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    return document_of(Case("", Path("sample.toml"), "", "", empty | given | {"facts": facts, "documents": [about or {}]}, ()))


def renamed(document: Document, key: str) -> Document:
    """The same document under another id."""
    changed: dict[str, Any] = {"about": replace(document.about, document_id=key)}  # each table has its own record type
    for name in HUB.keys() - {"documents"}:
        changed[name] = tuple(replace(row, document_id=key) for row in getattr(document, name))
    return replace(document, **changed)


def audited(document: Document, chosen: Iterable[Rule] = tuple(IDENTITIES)) -> DocumentAudit:
    """The audit of one document, with the identities unless other rules are given."""
    (audit,) = evaluate([document], list(chosen))
    return audit


def serious(audit: DocumentAudit) -> list[Finding]:
    """Findings that are more than notes."""
    return [finding for finding in audit.findings if finding.severity != "note"]


def account() -> dict[tuple[str, str, str], str]:
    """A small consistent final account: overview, income, spending, fiscal and general statements, no rounding tails."""
    cells: dict[tuple[str, str, str], str] = {}
    spent = {
        "208": {"2080501": ("10.00", "5.00"), "2080505": ("20.50", "0.00")},
        "210": {"2101501": ("300.25", "41.25"), "2101599": ("0.00", "700.00")},
    }
    totals = [0, 0]
    classes: dict[str, int] = {}
    for code, rows in spent.items():
        sums = [sum(_cents(row[at]) for row in rows.values()) for at in (0, 1)]
        totals = [totals[0] + sums[0], totals[1] + sums[1]]
        classes[code] = sum(sums)
        for item, (basic, project) in {**rows, code: (_text(sums[0]), _text(sums[1]))}.items():
            for statement in ("spending", "general"):
                cells |= {(statement, item, "basic"): basic, (statement, item, "project"): project}
                cells[statement, item, "total"] = _text(_cents(basic) + _cents(project))
            cells |= {("income", item, column): cells["spending", item, "total"] for column in ("fiscal", "total")}
    whole = _text(sum(totals))
    for statement in ("spending", "general"):
        cells |= {(statement, "total", "basic"): _text(totals[0]), (statement, "total", "project"): _text(totals[1])}
        cells[statement, "total", "total"] = whole
    cells |= {("income", "total", "fiscal"): whole, ("income", "total", "total"): whole}
    for item in ("income.general_public", "income.year", "income.total", "spending.year", "spending.total"):
        side = "total" if item.startswith("spending") else "amount"
        cells |= {("overview", item, "amount"): whole, ("fiscal", item, side): whole}
    for code, value in classes.items():
        cells["overview", code, "amount"] = _text(value)
        cells |= {("fiscal", code, column): _text(value) for column in ("total", "general_public")}
    for item in ("spending.year", "spending.total"):
        cells["fiscal", item, "general_public"] = whole
    return cells


def _cents(text: str) -> int:
    return round(float(text) * 100)


def _text(cents: int) -> str:
    return f"{cents / 100:.2f}"
