"""The lake is audited as files are: the same cases, the same findings, whatever the portions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from baozhang.auditing.across import audit_across
from baozhang.auditing.across.spool import kept_rows
from baozhang.auditing.audit import audit_documents
from baozhang.auditing.findings import Severity
from baozhang.auditing.lake.chunks import portions
from baozhang.auditing.lake.comparing import Comparison, compare, comparison_shelf
from baozhang.auditing.lake.engine import FEW, LakeEngine
from baozhang.auditing.lake.examining import Task, examine, results_of
from baozhang.auditing.lake.profiles import needed_terms, profiles_of
from baozhang.auditing.lake.results import Result, kept_audits, result_of
from baozhang.auditing.lake.rule_sets import RuleSet
from baozhang.auditing.lake.summary import summarise
from baozhang.auditing.presence import profile_of
from baozhang.auditing.rule import every_rule, load_rules, parse_rule
from baozhang.facts.lake import Snapshot
from baozhang.facts.lake.verify import verify
from baozhang.reading import read_file
from benchmarks.corpus.__main__ import main as corpus
from tests.facts.lake.samples import add, documents_in, lake_of, tiny, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    import pyarrow as pa

    from baozhang.auditing.findings import DocumentAudit
    from baozhang.auditing.rule import Rule
    from baozhang.facts.document import Document
    from baozhang.facts.lake import Lake

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in {".md", ".txt"} and path.name != "README.md")
SEEDS = sorted(Path("/work/shared/seeds").glob("*.txt"))


def said(audits: Iterable[DocumentAudit]) -> dict[str, object]:
    return told(map(result_of, audits))


def told(results: Iterable[Result]) -> dict[str, object]:
    return {one.document_id: (one.findings, one.counts, one.reasons) for one in results}


def of_files(paths: Sequence[Path], rules: Sequence[Rule] | None = None) -> dict[str, object]:
    return said(audit_documents([read_file(path) for path in paths], rules))


@pytest.fixture(name="examples", scope="module")
def _examples(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return lake_of(tmp_path_factory.mktemp("examples") / "lake", *EXAMPLES)


def audit(lake: Lake, rules: RuleSet, size: int = 1000) -> None:
    with lake.writer() as writer:
        done = {key for part in lake.snapshot(rules.shelf, every_version=True).parts for key in part.documents}
        for portion in portions(lake.snapshot(), done, (), size):
            writer.keep_audit([examine(Task(lake.root, portion, rules))], rules.chosen, rules.description)
        writer.forget_audits(rules.chosen, [rules.shelf])


def test_the_lake_says_what_the_files_say(examples: Lake) -> None:
    assert told(results_of(examples.snapshot(), load_rules())) == of_files(EXAMPLES)


@pytest.mark.skipif(not SEEDS, reason="the seed documents are not here")
def test_the_lake_says_of_real_documents_what_the_files_say(tmp_path: Path) -> None:
    lake = lake_of(tmp_path / "lake", *SEEDS)
    assert told(results_of(lake.snapshot(), load_rules())) == of_files(SEEDS)


def test_the_lake_says_of_generated_documents_what_the_files_say(tmp_path: Path) -> None:
    corpus(["--count", "24", "--errors", "0.8", "--output", str(tmp_path / "corpus"), "--jobs", "1"])
    paths = sorted((tmp_path / "corpus").rglob("*.txt"))
    lake = lake_of(tmp_path / "lake", *paths)
    assert told(results_of(lake.snapshot(), load_rules())) == of_files(paths)
    sums = [rule for rule in load_rules() if rule.id == "TAB-101"]
    notes = results_of(lake.snapshot(), sums)  # most of these documents have tails in this table, and nothing else
    assert sum(finding.severity is Severity.NOTE for one in notes for finding in one.findings) > len(notes) // 2
    assert told(notes) == of_files(paths, sums)


@pytest.mark.parametrize("chosen", ["TXT-001", "TAB-201", "TAB-101", "PER-0", "DIS"])
def test_a_few_rules_read_only_what_they_need_and_say_the_same(examples: Lake, chosen: str) -> None:
    rules = [rule for rule in load_rules() if rule.id.startswith(chosen)][:FEW]
    assert told(results_of(examples.snapshot(), rules)) == of_files(EXAMPLES, rules)


def test_profiles_are_those_of_the_documents(examples: Lake) -> None:
    rules, snapshot = load_rules(), examples.snapshot()
    with LakeEngine(snapshot, rules) as engine:
        profiles = {engine.ids[number]: profile for number, profile in profiles_of(engine, rules).items()}
    documents = documents_in(snapshot)
    needed = needed_terms(rules)
    conditions = {term.cell for rule in rules if rule.identity for term in (*rule.identity.given, *rule.identity.unless)}
    columns = {(statement, column) for statement, _, column in conditions}
    for key, document in documents.items():
        whole, asked = profile_of(document), profiles[key]
        assert (asked.stage, asked.layout) == (whole.stage, whole.layout)
        assert asked.present & needed == whole.present & needed
        assert asked.cells & conditions == whole.cells & conditions
        assert asked.columns & columns == whole.columns & columns


def test_a_few_rules_open_only_the_files_they_read(examples: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baozhang.auditing.lake.engine._SPARE", [])
    rules = [rule for rule in load_rules() if rule.id == "TAB-302"]
    with LakeEngine(examples.snapshot(), rules) as engine:
        (tables,) = engine.query("select list(view_name order by view_name) from duckdb_views() where not internal").rows
    assert tables == (["facts"],)


def test_a_column_that_an_older_reader_did_not_know_is_empty(examples: Lake, tmp_path: Path) -> None:
    read = examples.snapshot()
    parts = []
    for at, part in enumerate(read.parts):
        older = tmp_path / f"{at}.parquet"
        pq.write_table(pq.read_table(part.files["indicators"], partitioning=None).drop_columns(["completion"]), older)
        parts.append(replace(part, files={**part.files, "indicators": older}))
    assert results_of(Snapshot(read.shelf, tuple(parts)), [rule for rule in load_rules() if rule.id in {"PER-054", "PER-001"}])


def test_findings_are_kept_and_read_back(examples: Lake) -> None:
    rules = RuleSet(load_rules())
    audit(examples, rules)
    read, found = examples.snapshot(), examples.snapshot(rules.shelf)
    for whole in (False, True):
        kept = list(kept_audits(read, found, whole=whole))
        assert said(kept) == of_files(EXAMPLES)
    assert {one.document.about.document_id: one.document for one in kept} == documents_in(read)
    assert verify(examples, idle=True).problems == ()


def test_only_new_documents_are_examined(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 6)
    lake, rules = lake_of(tmp_path / "lake", tmp_path / "in"), RuleSet(load_rules()[:3])
    audit(lake, rules)
    assert portions(lake.snapshot(), set(lake_documents(lake, rules)), (), 100) == []
    (tmp_path / "in" / "new.md").write_text(tiny(99), encoding="utf-8")
    (tmp_path / "in" / "0000.md").write_text(tiny(0, 2023, amount="9.00"), encoding="utf-8")
    add(lake, tmp_path / "in")
    due = portions(lake.snapshot(), set(lake_documents(lake, rules)), (), 100)
    assert sum(portion.documents for portion in due) == 2
    audit(lake, rules)
    assert len(lake_documents(lake, rules)) == 7


def lake_documents(lake: Lake, rules: RuleSet) -> list[str]:
    return [key for part in lake.snapshot(rules.shelf).parts for key in part.documents]


def test_a_new_reading_is_examined_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "in", 3)
    lake, rules = lake_of(tmp_path / "lake", tmp_path / "in"), RuleSet(load_rules()[:3])
    audit(lake, rules)
    monkeypatch.setattr("baozhang.cli.ingestion.reader_version", lambda: "next")
    add(lake, tmp_path / "in", reread=True)
    assert lake_documents(lake, rules) == []


def test_other_rules_make_another_set(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 3)
    lake, rules = lake_of(tmp_path / "lake", tmp_path / "in"), load_rules()
    before, after = RuleSet(rules[:3]), RuleSet((*rules[:2], replace(rules[2], basis="另一依据")))
    audit(lake, before)
    assert before.shelf != after.shelf
    assert lake_documents(lake, after) == []
    audit(lake, after)
    assert (len(lake_documents(lake, after)), lake_documents(lake, before)) == (3, [])


def test_one_damaged_document_does_not_take_the_others_down(tmp_path: Path) -> None:
    """A rule that cannot compute with the figures of one document is evaluated on all others."""
    write_folder(tmp_path / "in", 8)
    (tmp_path / "in" / "huge.md").write_text(tiny(50, amount="7777.00"), encoding="utf-8")
    lake = lake_of(tmp_path / "lake", tmp_path / "in")
    header = "title: t\nseverity: error\nfamily: TAB\nbasis: b\napplies: both\nneeds:\nsource: s\nmessage: m\nfigures: wan"
    sql = (
        "select document_id, sum(value) is null as holds, '' as refs, 1 as actual, 2 as expected "
        "from (select document_id, value * value as value from facts where value > 5000000000) group by document_id"
    )
    rule = parse_rule("TAB-999.sql", "\n".join(f"-- {line}" for line in header.splitlines()) + f"\n--\n{sql}")
    results = results_of(lake.snapshot(), [rule])
    assert len(results) == 9
    assert sorted(one.reasons[0][1] for one in results) == [*["文中有数额超出可计算的范围"], *["文中没有可核对的内容"] * 8]


def test_portions_are_of_one_year_and_hold_every_document_once(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", 12)
    lake = lake_of(tmp_path / "lake", tmp_path / "in")
    (tmp_path / "in" / "new.md").write_text(tiny(99), encoding="utf-8")
    add(lake, tmp_path / "in")
    snapshot = lake.snapshot()
    due = portions(snapshot, set(snapshot.parts[0].documents[:2]), (), 3)
    assert all(len({part.fiscal_year for part in portion.parts}) == 1 for portion in due)
    keys = [key for portion in due for part in portion.parts for key in part.documents]
    assert sorted(keys) == sorted({key for part in snapshot.parts for key in part.documents} - set(snapshot.parts[0].documents[:2]))
    assert {part.fiscal_year for portion in portions(snapshot, (), {2024}, 100) for part in portion.parts} == {2024}
    for portion in due:
        assert sorted(documents_in(portion)) == sorted(key for part in portion.parts for key in part.documents)


def test_the_summary_counts_what_was_found(tmp_path: Path) -> None:
    for number, amount in enumerate(("3.00", "9.00", "9.00")):
        (tmp_path / f"{number}.md").write_text(tiny(number, 2023 + number % 2, amount=amount), encoding="utf-8")
    lake, rules = lake_of(tmp_path / "lake", *sorted(tmp_path.glob("*.md"))), RuleSet(load_rules())
    audit(lake, rules)
    read, found = lake.snapshot(), lake.snapshot(rules.shelf)
    summary = summarise(read, found, worst=10)
    errors = [one for one in summary.rules if one.severity == "error"]
    assert sum(one.findings for one in errors) == sum(one.errors for one in summary.years) == 2
    assert [(one.fiscal_year, one.documents, one.errors) for one in summary.years] == [(2023, 2, 1), (2024, 1, 1)]
    assert sorted(Path(one.file).name for one in summary.worst if one.errors) == ["1.md", "2.md"]
    only = summarise(Snapshot(read.shelf, tuple(part for part in read.parts if part.fiscal_year == 2023)), found, worst=10)
    assert [(one.fiscal_year, one.documents) for one in only.years] == [(2023, 2)]
    assert {Path(one.file).name for one in only.worst} == {"2.md"}


def test_comparisons_are_those_of_the_files(tmp_path: Path) -> None:
    corpus(["--count", "30", "--errors", "1", "--kinds", "opening,prior,planned", "--output", str(tmp_path / "corpus"), "--jobs", "1"])
    paths = sorted((tmp_path / "corpus").rglob("*.txt"))
    lake, rules = lake_of(tmp_path / "lake", *paths), RuleSet(every_rule())
    documents = [read_file(path) for path in paths]
    direct = list(audit_across(*in_memory(documents), rules.across))
    with lake.writer() as writer:
        writer.keep_audit(compare(Comparison(lake.root, lake.snapshot(), rules)), rules.chosen, rules.description)
    kept = list(kept_audits(lake.snapshot(), lake.snapshot(comparison_shelf(lake.snapshot(), rules)), whole=False, across=True))
    assert said(kept) == said(direct)
    assert any(audit.findings for audit in kept)
    assert all(audit.across and audit.document.about.title.endswith("（与其他文件核对）") for audit in kept)
    add(lake, *write_folder(tmp_path / "more", 1))
    assert lake.snapshot(comparison_shelf(lake.snapshot(), rules)).parts == ()


def in_memory(documents: Sequence[Document]) -> tuple[pa.Table, Callable[[Sequence[str], Collection[str]], dict[str, pa.Table]]]:
    """Documents as the comparison wants them: their rows, and what gives the hub tables of some."""
    known = {document.about.document_id: document for document in documents}
    return kept_rows(documents)["documents"], lambda ids, _: kept_rows([known[one] for one in ids])
