"""All forms of a document: found, read, numbered in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baozhang.facts.record import replace
from baozhang.facts.records import FORM_UNSURE, UnrecognisedRow
from baozhang.reading.forms.coherence import UNREAD, held
from baozhang.reading.forms.copies import link_copies
from baozhang.reading.forms.form import read_form
from baozhang.reading.forms.lists import read_list
from baozhang.reading.forms.periods import cut_periods
from baozhang.reading.forms.reports import merge_scores, read_reports
from baozhang.reading.forms.result import FormsReading
from baozhang.reading.forms.spans import split_forms
from baozhang.reading.forms.unfold import unfold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.facts.records import EvaluationRow, FundingRow, IndicatorRow
    from baozhang.reading.formats.transcript import Inferred
    from baozhang.reading.forms.draft import FormDraft
    from baozhang.reading.model import Block


def read_forms(blocks: Sequence[Block], document_id: str, fiscal_year: int | None, inferred: Sequence[Inferred] = ()) -> FormsReading:
    """Read every performance form, list and evaluation report; `fiscal_year` serves forms that print no year.

    `inferred`: lines whose cells were told apart by white alone; a form in them is taken only where it holds together (`forms.coherence`).
    """
    spans = cut_periods(unfold(split_forms(blocks)))
    tables = frozenset(row.block for span in spans for row in span.rows)
    used = set(tables).union(*(span.context.blocks for span in spans))
    drafts: list[FormDraft] = []
    for span in spans:
        drafts.extend(read_list(span, fiscal_year) if span.kind == "list" else [read_form(span, fiscal_year)])
    drafts = held(drafts, inferred)
    read = read_reports(blocks, tables, fiscal_year)
    used |= read.used
    drafts = [*merge_scores(drafts, read.reports), *read.told]
    drafts.sort(key=lambda draft: draft.evaluation.line)
    return _numbered(drafts, document_id, frozenset(used))


@dataclass(slots=True)
class _Keys:
    funding: int = 0
    indicator: int = 0


def _numbered(drafts: Sequence[FormDraft], document_id: str, used: frozenset[int]) -> FormsReading:
    """Give every record its key; a list line of sums has no project and is no record."""
    kept = [draft for draft in drafts if _is_record(draft)]
    copies = link_copies(kept)
    evaluations: list[EvaluationRow] = []
    fundings: list[FundingRow] = []
    indicators: list[IndicatorRow] = []
    keys = _Keys()
    for form, (draft, copied) in enumerate(zip(kept, copies, strict=True), start=1):
        evaluations.append(replace(draft.evaluation, document_id=document_id, form=form, copy_of=None if copied is None else copied + 1))
        for funding in draft.fundings:
            keys.funding += 1
            fundings.append(replace(funding, document_id=document_id, form=form, funding=keys.funding))
        for indicator in draft.indicators:
            keys.indicator += 1
            indicators.append(replace(indicator, document_id=document_id, form=form, indicator=keys.indicator))
    unplaced = [UnrecognisedRow(document_id, line, why) for draft in drafts for line, why in draft.tally.unplaced]
    unplaced.extend(UnrecognisedRow(document_id, line, why, FORM_UNSURE) for draft in drafts for line, why in draft.tally.doubts)
    unplaced.extend(
        UnrecognisedRow(document_id, draft.evaluation.line, "绩效表单中没有读到指标、资金和得分")
        for draft in drafts
        if draft.evaluation.kind not in {"list", "sums"} and not _is_record(draft)
    )
    return FormsReading(
        tuple(evaluations),
        tuple(fundings),
        tuple(indicators),
        used,
        tuple(sorted(unplaced, key=lambda row: row.line)),
        sum(draft.tally.figures for draft in drafts),
        sum(draft.tally.bound for draft in drafts),
    )


def _is_record(draft: FormDraft) -> bool:
    about = draft.evaluation
    if about.kind == UNREAD:
        return True
    if about.kind == "list":
        return bool(about.project)
    if about.kind == "sums":
        return not (about.initial is None and about.adjusted is None and about.executed is None)
    return bool(draft.indicators or draft.fundings or about.total is not None or about.executed is not None)
