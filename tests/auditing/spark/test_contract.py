"""The contract: DuckDB and Spark say the same of every document, case by case, for every rule and identity."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from baozhang.auditing.across import partners_of, partners_table
from baozhang.auditing.across.members import members_of
from baozhang.auditing.identities import examine_identities
from baozhang.auditing.presence import profile_of
from baozhang.auditing.rule import cross_rules, load_rules
from baozhang.auditing.spark.recorded import Unanswered
from baozhang.auditing.tallies import run_rules
from baozhang.auditing.views import views_read
from baozhang.auditing.warehouse import Outcomes, Question, Warehouse, batch_ids, hub_of
from baozhang.cli import main
from baozhang.errors import EvaluationError, UsageError
from baozhang.reading import read_file, read_text
from benchmarks.corpus.__main__ import main as corpus
from tests.auditing.samples import renamed, sample
from tests.rules.cases import document_of, find_cases, load_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from pyspark.sql import SparkSession

    from baozhang.auditing.across import Partner
    from baozhang.auditing.rule import Rule
    from baozhang.auditing.warehouse import Queries
    from baozhang.facts.document import Document

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # pyspark leaves its sockets to the garbage collector
]

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in {".md", ".txt"} and path.name != "README.md")
RULES = [rule for rule in load_rules() if rule.sql]
HUGE = {("general", "total", "basic"): "900000000.00", ("general", "total", "project"): "900000000.00"}

EXPRESSIONS = (
    "n // 2", "n % 3", "n / 4", "n * 1.3 > m", "cast(round(n / 2) as bigint)", "cast(floor(n / 4) as bigint)", "sign(n)", "abs(n)",
    "greatest(n, m)", "least(n, m)", "coalesce(n, m)", "nullif(n, 7)", "n / nullif(m - m, 0)", "length(t)", "substr(t, 2, 1)",
    "left(t, 2)", "right(t, 2)", "strpos(t, u)", "position(u in t)", "replace(t, 'a', '')", "concat(t, u)", "t || u",
    "cast(n as varchar)", "cast(cast(m * 0.000001 as decimal(20, 6)) as varchar)", "regexp_matches(t, 'a$')", "regexp_matches(t, 'a.')",
    "regexp_extract(t, '^([a-z]+)[[]', 1)", "regexp_extract(t, '(z)?a', 1)", "regexp_replace(t, '[^一-龥A-Za-z0-9]', '', 'g')",
    "regexp_replace(t, '^a', '')", "try_cast(t as double)", "try_cast(regexp_extract(t, '[0-9]+', 0) as bigint)", "t like '%a%'",
    "trim('  ' || t || '　 ', ' ')", "case when n > 0 then 'p' end", "n in (7, -7)", "n between -7 and 7",
    "row_number() over (order by n, m)", "sum(m) over (partition by n > 0)", "count(*) over (partition by n > 0)",
)  # fmt: skip
"""What the rules may use, each in a form that could tell the engines apart."""


def _alone() -> Iterator[Document]:
    """Every case of every rule that needs one document only, and the examples."""
    alone = {rule.id for rule in load_rules()}
    for path in find_cases():
        case = load_case(path)
        if case.rule not in alone:
            continue
        document = read_text(case.text, file=path.name) if case.text else document_of(case)
        yield renamed(document, f"{path.parent.name}/{path.stem}")
    for path in EXAMPLES:
        yield renamed(read_file(path), path.name)


def _compared() -> list[list[Document]]:
    """The documents of every case of every rule over several documents."""
    found = []
    across = {rule.id for rule in cross_rules()}
    for path in find_cases():
        case = load_case(path)
        if case.rule in across:
            documents = map(document_of, (case, *case.others))
            found.append([renamed(one, f"{path.parent.name}/{path.stem}/{at}") for at, one in enumerate(documents)])
    return found


def _partners(groups: Sequence[Sequence[Document]], numbers: Mapping[str, str]) -> pa.Table:
    """Who is compared with whom within each case, by the numbers the documents have in the batch."""
    found: list[Partner] = []
    for documents in groups:
        members = {one.about.document_id: members_of(one.blocks) for one in documents}
        partners = [one for one in partners_of([one.about for one in documents], members) if one.partner_id]
        found += [replace(one, document_id=numbers[one.document_id], partner_id=numbers[one.partner_id]) for one in partners]
    return partners_table(found)


def _told(answer: Outcomes | EvaluationError) -> object:
    assert isinstance(answer, Outcomes), answer
    documents = [(one.document_id, one.holding, sorted(repr(sorted(case.items())) for case in one.cases)) for one in answer.documents]
    return answer.columns, sorted(documents)


def _identities(engine: Queries, documents: list[Document]) -> list[object]:
    """Every case of every identity in its scope, whether it holds or not: all documents count as contradicted."""
    every = load_rules()
    profiles = dict(zip(batch_ids(documents), map(profile_of, documents), strict=True))
    asked = Unanswered()
    run_rules(asked, every, profiles, lenient=True)
    scope: dict[str, list[str]] = {}
    for pair in asked.tables["identity_scope"].to_pylist():
        scope.setdefault(pair["identity"], []).append(pair["document_id"])
    examined = examine_identities(engine, [rule.identity for rule in every if rule.identity is not None], scope, [*profiles])
    return [examined.holding, examined.unknown, [(one, one.parts) for one in examined.cases]]


def _same(rules: Sequence[Rule], here: Queries, there: Queries) -> None:
    """Every case of every rule, with all its columns; and every rule has some."""
    questions = [Question(rule.sql, whole=True) for rule in rules]
    for rule, ours, theirs in zip(rules, here.outcomes(questions), there.outcomes(questions), strict=True):
        assert _told(theirs) == _told(ours), rule.id
        assert isinstance(ours, Outcomes)
        assert ours.documents, f"{rule.id}: no document has a case"


def test_documents_that_are_dealt_out_give_the_same(session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large corpus lies in several parts, and its queries are compiled: a rule on prose and one on tables, on two parts."""
    from baozhang.auditing.spark import warehouse  # noqa: PLC0415  # needs pyspark, as the session does

    monkeypatch.setattr(warehouse, "_PART", 1)
    for name in warehouse.PLAIN:
        session.conf.unset(name)
    session.conf.set("spark.sql.shuffle.partitions", "2")
    documents = [renamed(read_file(path), path.name) for path in EXAMPLES]
    questions = [Question(rule.sql, whole=True) for rule in RULES if rule.id in {"TXT-001", "TAB-302"}]
    hub = {name: session.createDataFrame(table) for name, table in hub_of(documents)}
    views = views_read([question.sql for question in questions])
    try:
        with Warehouse(documents) as here, warehouse.SparkWarehouse(session, hub, len(documents), views) as there:
            assert warehouse.parts_for(session, len(documents)) == 2
            answers = list(zip(here.outcomes(questions), there.outcomes(questions), strict=True))
    finally:
        session.conf.set("spark.sql.shuffle.partitions", "1")
    assert len(answers) == 2
    for ours, theirs in answers:
        assert _told(theirs) == _told(ours)
        assert isinstance(ours, Outcomes)
        assert ours.documents


def test_both_engines_say_the_same(session: SparkSession) -> None:
    """All documents in one batch: the rules, the identities, and the rules over several documents."""
    from baozhang.auditing.spark.warehouse import SparkWarehouse  # noqa: PLC0415  # needs pyspark, as the session does

    groups = _compared()
    documents = [*_alone(), *chain.from_iterable(groups)]
    numbers = {one.about.document_id: number for one, number in zip(documents, batch_ids(documents), strict=True)}
    assert len(numbers) == len(documents) > len(RULES)
    with Warehouse(documents) as here, SparkWarehouse.holding(session, documents) as there:
        _same(RULES, here, there)
        cases = _identities(here, documents)
        assert cases[1]
        assert _without_order(_identities(there, documents)) == _without_order(cases)
        for engine in (here, there):
            engine.add("partners", _partners(groups, numbers))
        _same(cross_rules(), here, there)


def _without_order(examined: list[object]) -> list[object]:
    holding, unknown, cases = examined
    assert isinstance(cases, list)
    return [holding, unknown, [(replace(one, listed=""), parts) for one, parts in cases]]


def test_figures_too_large_are_an_error_of_that_query_alone(session: SparkSession) -> None:
    """An overflow stops a query, as it does in DuckDB, and never gives another figure; a wrong query is the caller's mistake."""
    from baozhang.auditing.spark.warehouse import SparkWarehouse  # noqa: PLC0415

    sound = "select document_id, true as holds, 'F1' as refs, 1 as actual, 1 as expected from documents"
    large = "select document_id, value * 1000000 > 0 as holds, 'F1' as refs, 1 as actual, 1 as expected from facts"
    with SparkWarehouse.holding(session, [sample(HUGE)]) as there:
        first, second = there.outcomes([Question(large), Question(sound)])
        assert isinstance(first, EvaluationError)
        assert isinstance(second, Outcomes)
        forms, frame = there.answered([Question(large), Question(sound)], lambda _: None)
        assert [*forms] == [sound]
        assert [row.sql for row in frame.collect()] == [sound]
        with pytest.raises(EvaluationError):
            there.query(large)
        with pytest.raises(UsageError, match="nowhere"):
            there.query("select * from nowhere")


def test_functions_give_the_same(session: SparkSession) -> None:
    """What the rules may use, on values that tell engines apart."""
    from baozhang.auditing.spark.warehouse import SparkWarehouse  # noqa: PLC0415

    values = "select 'case' as document_id, * from (values {rows}) v(n, m, t, u)"
    table = values.format(
        rows="(7::bigint, -3, 'a𠮷b', '𠮷'), (-7, 2, 'x[1].y', ''), (null, 5, null, 'b'), (9007199254740993, 3, 'aa' || chr(10), 'a')"
    )
    asked = ", ".join(f"{expression} as c{at}" for at, expression in enumerate(EXPRESSIONS))
    sql = f"select {asked} from given"  # noqa: S608 -- the test's own words
    with Warehouse([]) as here, SparkWarehouse.holding(session, []) as there:
        import duckdb  # noqa: PLC0415

        given = duckdb.connect().query(table).to_arrow_table()
        here.add("given", given)
        there.add("given", given)
        ours, theirs = here.query(sql), there.query(sql)
    for at, expression in enumerate(EXPRESSIONS):
        assert sorted(repr(row[at]) for row in theirs.rows) == sorted(repr(row[at]) for row in ours.rows), expression


def _folder(folder: Path) -> list[str]:
    """A clean and a faulty account, a copy, an archive, a file of no text, and documents of one department that contradict each other."""
    clean, faulty = (ROOT / "examples" / name for name in ("final-account-clean.txt", "final-account-with-defects.md"))
    (folder / "a.txt").write_bytes(clean.read_bytes())
    (folder / "b.md").write_bytes(faulty.read_bytes())
    (folder / "c.txt").write_bytes(b"\x00")
    with ZipFile(folder / "d.zip", "w") as archive:
        archive.write(faulty, "account.md")
    corpus(["--count", "4", "--layouts", "national-final", "--errors", "1", "--kinds", "opening", "--output", str(folder / "e")])
    return ["audit", str(folder), "--rules", "TAB-10,TAB-21,TAB-302,TXT-001,PER-003,DIS-007,YOY-00", "--format", "json"]


def test_the_report_is_the_same_byte_for_byte(
    session: SparkSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """From the command line, with a few rules of every family: order, copies, archives, unreadable files, comparisons."""
    (tmp_path / "in").mkdir()
    command, reports = _folder(tmp_path / "in"), []
    monkeypatch.setattr("baozhang.cli.cluster.spark_session", lambda _: nullcontext(session))
    for engine in ("duckdb", "spark"):
        output = tmp_path / f"{engine}.json"
        assert main([*command, "--output", str(output), "--engine", engine]) == 3
        reports.append(output.read_bytes())
    assert reports[0] == reports[1]
    told = json.loads(reports[1])
    assert len(told["unreadable"]) == 1
    assert {one["rule"] for each in told["documents"] if each.get("across") for one in each["findings"]} >= {"YOY-001", "YOY-002"}
    assert any(one["rule"] == "TXT-001" for each in told["documents"] for one in each["findings"])
    read = sum(not each.get("across") for each in told["documents"])
    assert f"Spark：已在集群上读取 {read} 份文件，1 份无法读取" in capfd.readouterr().err
