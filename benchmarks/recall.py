"""How many slips an audit notices: one figure of a document is changed, the document is audited again, new findings are counted.

    python -m benchmarks.recall [FILE …] [--sample 200 | --all] [--seed 7] [--jobs 2] [--missed missed.csv]

Without files: the examples and, where they are present, the documents in ../shared/seeds. A slip counts as noticed when the changed
document has an error or a warning that the unchanged one does not have; as located when such a finding names the changed line.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from baozhang.auditing.engine import evaluate
from baozhang.auditing.findings import Severity
from baozhang.auditing.rule import load_rules
from baozhang.errors import UsageError
from baozhang.reading import read_file, read_text
from benchmarks.mutations import AREAS, Mutation, Site, mutate, sites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document

ROOT: Final = Path(__file__).parent.parent
BATCH: Final = 16
GOALS: Final = {"tables": ("digit", "swap"), "prose": ("digit", "swap"), "forms": ("digit", "swap", "percent")}
"""The kinds that make the headline figure of an area: amounts in tables and prose, figures in forms."""

BROKEN: Final = "(the program broke)"

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """One slip and what the audit said about it."""

    file: str
    mutation: Mutation
    noticed: bool
    noted: bool
    located: bool
    bound: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Up to sixteen slips of one file, made and audited together."""

    file: str
    sites: tuple[Site, ...]
    seed: int


def default_files() -> list[Path]:
    """The examples and the seeds."""
    seeds = ROOT.parent / "shared" / "seeds"
    found = [path for folder in (ROOT / "examples", seeds) for path in sorted(folder.glob("*.*"))]
    return [path for path in found if path.suffix in {".txt", ".md"} and path.stem != "README"]


def chosen_sites(document: Document, sample: int | None, random: Random) -> list[Site]:
    """All sites, or `sample` of every area."""
    by_area: dict[str, list[Site]] = defaultdict(list)
    for site in sites(document):
        by_area[site.area].append(site)
    chosen: list[Site] = []
    for area in AREAS:
        found = by_area[area]
        chosen += found if sample is None or len(found) <= sample else random.sample(found, sample)
    return chosen


def run_task(task: Task) -> list[Trial]:
    """Make the slips of a task and audit the changed documents in one batch."""
    rules = load_rules()
    base = read_file(task.file)
    made = [made for number, site in enumerate(task.sites) if (made := mutate(base.source, site, Random(f"{task.seed}/{number}")))]  # noqa: S311  # repeatable, not secret
    audits = _audits([base, *(read_text(text) for text, _ in made)], rules)
    before = Counter(_keys(audits[0]))
    return [_trial(task.file, base, mutation, audit, before) for (_, mutation), audit in zip(made, audits[1:], strict=True)]


def _audits(documents: Sequence[Document], rules: Sequence[Rule]) -> list[DocumentAudit | None]:
    """The audits in one batch; when that breaks the program, one by one, and None for the document that does."""
    try:
        return list(evaluate(documents, rules))
    except UsageError:
        return [None] if len(documents) == 1 else [audit for document in documents for audit in _audits([document], rules)]


def _keys(audit: DocumentAudit | None) -> Iterator[Key]:
    for finding in audit.findings if audit else ():
        yield finding.rule, finding.severity, finding.message


def _trial(file: str, base: Document, mutation: Mutation, audit: DocumentAudit | None, before: Counter[Key]) -> Trial:
    new = Counter(_keys(audit)) - before
    grave = {key for key in new if key[1] != Severity.NOTE}
    shown = [finding for finding in (audit.findings if audit else ()) if (finding.rule, finding.severity, finding.message) in grave]
    lines = {evidence.line for finding in shown for evidence in finding.evidence}
    site = mutation.site
    line = base.source[site.line - 1]
    around = line[max(site.start - 40, 0) : site.start] + "【" + line[site.start : site.end] + "】" + line[site.end : site.end + 60]
    read_as = _bound(base, site) if audit else BROKEN
    return Trial(file, mutation, bool(grave), bool(new), site.line in lines, read_as, around)


def _bound(base: Document, site: Site) -> str:
    """What the reader made of the line: helps to see whether a miss is a figure not read or a comparison not made."""
    found = [f"{fact.statement}:{fact.item}:{fact.column}" for fact in base.facts if fact.line == site.line][:1]
    found += [f"{claim.kind}:{claim.item}" for claim in base.claims if claim.line == site.line]
    found += [f"indicator:{row.target_text}/{row.actual_text}" for row in base.indicators if row.line == site.line]
    found += [f"funding:{row.source}" for row in base.fundings if row.line == site.line]
    return " ".join(dict.fromkeys(found))


def tasks(files: Sequence[Path], sample: int | None, seed: int) -> Iterator[Task]:
    """The slips of all files in batches; the same seed gives the same slips."""
    for file in files:
        chosen = chosen_sites(read_file(file), sample, Random(f"{seed}/{file.name}"))  # noqa: S311  # repeatable, not secret
        for at in range(0, len(chosen), BATCH):
            yield Task(str(file), tuple(chosen[at : at + BATCH]), seed + at)


def report(trials: Sequence[Trial]) -> str:
    """Markdown: one row per area and kind, one line of headline figures per area."""
    groups: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[trial.mutation.site.area, trial.mutation.site.kind].append(trial)
    lines = ["| area | kind | slips | noticed | with notes | located |", "|---|---|---:|---:|---:|---:|"]
    for area in AREAS:
        lines += [_row(area, kind, groups[area, kind]) for kind in sorted(kind for one, kind in groups if one == area)]
        lines.append(_row(area, "**goal**", [trial for kind in GOALS[area] for trial in groups[area, kind]]))
    return "\n".join(lines)


def _row(area: str, kind: str, trials: Sequence[Trial]) -> str:
    shares = [_share(sum(getattr(trial, name) for trial in trials), len(trials)) for name in ("noticed", "noted", "located")]
    return f"| {area} | {kind} | {len(trials)} | {' | '.join(shares)} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def write_missed(path: Path, trials: Sequence[Trial]) -> None:
    """The slips that no error or warning noticed, with the line they stand in."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "line", "area", "kind", "before", "after", "noted", "read as", "text"])
        for trial in trials:
            if not trial.noticed:
                made, site = trial.mutation, trial.mutation.site
                place = (Path(trial.file).name, site.line, site.area, site.kind)
                writer.writerow([*place, made.before[:60], made.after, trial.noted, trial.bound, trial.text])


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=200, help="slips per document and area")
    parser.add_argument("--all", action="store_true", help="every possible slip instead of a sample")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--missed", type=Path, help="CSV for the slips that were not noticed")
    parser.add_argument("--by-file", action="store_true", help="one table per file as well")
    given = parser.parse_args()
    work = list(tasks(given.files or default_files(), None if given.all else given.sample, given.seed))
    started = time.perf_counter()
    trials: list[Trial] = []
    with get_context("spawn").Pool(given.jobs) as pool:
        for done, result in enumerate(pool.imap(run_task, work), start=1):
            trials += result
            print(f"\r{done}/{len(work)}", end="", file=sys.stderr, flush=True)
    print(f"\n{len(trials)} slips in {time.perf_counter() - started:.0f} s\n", file=sys.stderr)
    if given.by_file:
        for file in dict.fromkeys(trial.file for trial in trials):
            print(f"\n{Path(file).name}\n\n{report([trial for trial in trials if trial.file == file])}")
        print("\nall\n")
    print(report(trials))
    broken = sum(trial.bound == BROKEN for trial in trials)
    if broken:
        print(f"\n{broken} slips broke the program")
    if given.missed:
        write_missed(given.missed, trials)


if __name__ == "__main__":
    main()
