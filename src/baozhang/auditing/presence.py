"""What of a document decides which rules can be run on it: its kind, and what it contains, as the terms of a rule's `needs`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from baozhang.taxonomy.labels import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.document import Document

_WORDS: Final = {
    "claims": "文字说明中的数字",
    "evaluations": "绩效表",
    "indicators": "绩效指标",
    "fundings": "绩效表的资金行",
    "blocks": "正文",
    "wording": "文字标记",
    "section": "情况说明的有关部分",
    "unrecognised": "未识别的内容",
}


@dataclass(frozen=True)
class Profile:
    """One document: its stage and layout, the terms that hold of it, and the cells it prints as (statement, item, column)."""

    stage: str
    layout: str
    present: frozenset[str]
    cells: frozenset[tuple[str, str, str]]

    @cached_property
    def columns(self) -> frozenset[tuple[str, str]]:
        """The columns it prints, as (statement, column)."""
        return frozenset((statement, column) for statement, _, column in self.cells)


def profile_of(document: Document) -> Profile:
    """The profile of a document in memory."""
    cells = frozenset((row.statement, row.item, row.column) for row in document.facts)
    return Profile(document.about.stage, document.about.layout, present_in(document), cells)


def present_in(document: Document) -> frozenset[str]:
    """Every term that holds of the document: `overview`, `claims.change`, `claims.general:amount`, `section.fund` and so on."""
    found = {row.statement for row in document.statements} | {row.statement for row in document.facts}
    for claim in document.claims:
        found |= {"claims", f"claims.{claim.kind}", f"claims.{claim.section}", f"claims.{claim.section}:{claim.kind}"}
    for form in document.evaluations:
        found |= {"evaluations", f"evaluations.{form.kind}"}
    for mark in document.wording:
        found |= {"wording", f"wording.{mark.kind}"}
    found |= {f"section.{block.section}" for block in document.blocks if block.section}
    found |= {name for name in ("blocks", "fundings", "indicators", "unrecognised") if getattr(document, name)}
    return frozenset(found)


def lacking(needs: Sequence[str], present: frozenset[str]) -> str:
    """Why a rule cannot be run (缺少…), or empty. A need `a|b` is met by either."""
    if present.issuperset(needs):
        return ""
    return _named(tuple(need for need in needs if present.isdisjoint(_terms(need))))


@cache
def _terms(need: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in need.split("|"))


@cache
def _named(missing: tuple[str, ...]) -> str:
    return f"缺少{'、'.join(dict.fromkeys(map(name_of_need, missing)))}" if missing else ""


def name_of_need(need: str) -> str:
    """What a need is called: its terms, any of which will do, each name once (收入表或支出表)."""
    return "或".join(dict.fromkeys(map(_name, _terms(need))))


def _name(term: str) -> str:
    base = term.split(".", 1)[0]
    return _WORDS[base] if base in _WORDS else labels().statement(term)
