"""The explanatory part as claims: every figure bound to its subject, or listed with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.reading.claims.context import Context
from baozhang.reading.claims.drafts import Groups, to_row, to_unrecognised
from baozhang.reading.claims.paragraph import read_paragraph
from baozhang.reading.claims.subjects import Names, Resolver
from baozhang.reading.claims.tokens import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import ClaimRow, FactRow, UnrecognisedRow
    from baozhang.reading.claims.drafts import Draft
    from baozhang.reading.model import Block

_PROSE = frozenset({"heading", "paragraph"})


@dataclass(frozen=True, slots=True)
class ClaimsReading:
    """The claims of one document, the figures that found no subject, and how many figures there are and were bound.

    A figure said of two subjects (收、支总计各增加 …) is one figure and two claims; claims made in words alone
    (持平, 大于年初预算数) are not figures. Every unbound figure is also a claim, with `unbound` filled in.
    """

    claims: tuple[ClaimRow, ...]
    unbound: tuple[UnrecognisedRow, ...]
    figures: int
    figures_bound: int


def read_claims(blocks: Sequence[Block], facts: Sequence[FactRow], document_id: str, fiscal_year: int | None, stage: str) -> ClaimsReading:
    """Read the claims of the explanatory part; `facts` tell which cells exist and what the document calls its items."""
    names = Names(facts)
    context = Context(names, Resolver(names), fiscal_year, stage)
    groups = Groups()
    drafts: list[Draft] = []
    figures = bound = 0
    for found in blocks:
        if found.part != "explanation" or found.kind not in _PROSE:
            continue
        block = context.placed(found)
        tokens = scan(block.text, block.section, stage)
        context.enter(block, tokens)
        if not context.carried:
            groups.start_paragraph()
        read = read_paragraph(block, tokens, context, groups)
        context.leave(block, read.subjects, rest=read.resting)
        if not read.figures:
            context.leave_title(block, tokens, read.subjects, read.why)
        drafts += read.drafts
        figures += read.figures
        bound += read.bound
    rows = tuple(to_row(draft, document_id, number) for number, draft in enumerate(drafts, start=1))
    return ClaimsReading(rows, tuple(to_unrecognised(row) for row in rows if row.unbound), figures, bound)
