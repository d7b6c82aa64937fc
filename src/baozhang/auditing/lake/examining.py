"""Examining a portion of the lake, in a process of its own: queries over all its documents, then findings where something fails."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from baozhang.auditing.engine import findings_of
from baozhang.auditing.lake.chunks import PORTION, PORTION_OF_FEW, halves
from baozhang.auditing.lake.cited import cited_documents
from baozhang.auditing.lake.comparing import Comparison, compare
from baozhang.auditing.lake.engine import FEW, LakeEngine
from baozhang.auditing.lake.profiles import profiles_of
from baozhang.auditing.lake.results import Result, rows_of
from baozhang.auditing.lake.tails import notes_of_tails
from baozhang.auditing.tallies import run_rules
from baozhang.errors import EvaluationError
from baozhang.facts.lake.segments import write_segment
from baozhang.facts.record import uncollected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from baozhang.auditing.lake.rule_sets import RuleSet
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.tallies import Tally
    from baozhang.facts.lake import Snapshot
    from baozhang.facts.lake.segments import Segment


_SMALLEST: Final = 64
"""Fewer documents than this are not worth the planning of every query."""


@dataclass(frozen=True, slots=True)
class Task:
    """Documents of one year to examine with a set of rules, and the lake to keep the findings in."""

    root: Path
    portion: Snapshot
    rules: RuleSet


def portion_size(rules: RuleSet, documents: int, jobs: int) -> int:
    """How many documents to examine together: as many as fit, and no fewer portions than processes."""
    most = PORTION if len(rules.alone) > FEW else PORTION_OF_FEW
    return max(_SMALLEST, min(most, ceil(documents / jobs)))


def do(task: Task | Comparison) -> list[Segment]:
    """Do a task, whichever it is, and write what was found as segments, which the manifest does not know yet."""
    return compare(task) if isinstance(task, Comparison) else [examine(task)]


def examine(task: Task) -> Segment:
    """Examine the documents and write what was found as a segment."""
    with uncollected():
        return kept(task, results_of(task.portion, task.rules.alone))


def kept(task: Task, results: Sequence[Result]) -> Segment:
    """What was found in the documents of a task, written as a segment."""
    keys = [one.document_id for one in results]
    return write_segment(task.root, task.rules.shelf, task.portion.parts[0].fiscal_year, keys, rows_of(results).items())


def results_of(portion: Snapshot, rules: Sequence[Rule]) -> list[Result]:
    """What rules say of every document of a portion."""
    try:
        return _results(portion, rules, lenient=portion.documents == 1)
    except EvaluationError:  # a document has figures beyond what a query can compute with: find it, and spare the others
        return [result for half in halves(portion) for result in results_of(half, rules)]


def _results(portion: Snapshot, rules: Sequence[Rule], *, lenient: bool) -> list[Result]:
    with LakeEngine(portion, rules) as engine:
        return concluded(engine, run_rules(engine, rules, profiles_of(engine, rules), lenient=lenient))


def concluded(engine: LakeEngine, tallies: Mapping[str, Tally]) -> list[Result]:
    """The results of the documents in `tallies`, which the engine has loaded; of those where something does not hold rows are fetched."""
    found = notes_of_tails(engine, {key: tally for key, tally in tallies.items() if tally.only_tails})
    documents = cited_documents(engine, {key: tally for key, tally in tallies.items() if not (tally.silent or tally.only_tails)})
    found |= {key: findings_of(document, tallies[key]) for key, document in documents.items()}
    return [Result(engine.ids.get(key, key), found.get(key, ()), tally.counts, tally.reasons) for key, tally in tallies.items()]
