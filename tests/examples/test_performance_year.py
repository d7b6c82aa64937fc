"""The example of performance: from tables to a published document with its forms, report and proposal."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.cli import main
from baozhang.compiling.compile import compile_account
from baozhang.compiling.formats.text import to_text
from baozhang.ledger.books import create_book
from baozhang.ledger.closing import close
from baozhang.ledger.exchange.intake import import_files
from baozhang.ledger.journal import Journal
from baozhang.performance.books.evidence import EvidenceStore
from baozhang.performance.books.intake import import_performance
from baozhang.publishing.closed_account import beside, closed_account
from baozhang.reading import read_file, read_text
from tests.ledger.samples import empty_store

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS: Final = Path(__file__).parents[2] / "examples" / "performance-year"
BUDGET: Final = Path(__file__).parents[2] / "examples" / "years" / "anhui-budget-2024"
DEPARTMENT: Final = "某县医疗保障局"


@pytest.fixture(name="run", scope="module")
def _run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., int]:
    """The commands of the guide, on a store of their own, with both years imported and closed."""
    place = tmp_path_factory.mktemp("绩效")
    common = {"--books": str(place / "账套.db")}

    def run(*words: str, **more: str) -> int:
        options = {**common, **{f"--{name}": value.replace("@", str(place)) for name, value in more.items()}}
        arguments = [word.replace("@", str(place)) for word in words]
        return main([*arguments, *(part for pair in options.items() for part in pair)])

    for year in ("2023", "2024"):
        assert run("year", "init", department=DEPARTMENT, year=year, layout="fujian-final") == 0
        assert run("year", "import", str(YEARS / year), year=year, by="会计岗") == 0
        assert run("performance", "import", str(YEARS / year / "绩效"), year=year, by="绩效岗", evidence="@/佐证") == 0
        assert run("year", "close", year=year) == 0
    return run


def forms_in(path: Path) -> list[tuple[object, ...]]:
    """Every form and entry of a list that a file holds, with its figures and those of its indicators."""
    document = read_file(path)
    return [
        (
            one.kind, one.project, one.unit_name, one.initial, one.adjusted, one.executed, one.rate, one.funds_score, one.total, one.grade,
            [
                (each.level1, each.level2, each.name, each.target_text, each.actual, each.weight, each.score, each.reason)
                for each in document.indicators
                if each.form == one.form
            ],
        )
        for one in document.evaluations
        if one.kind in {"list", "self", "department"}
    ]  # fmt: skip


def test_the_document_is_compiled_checked_and_published(run: Callable[..., int], tmp_path: Path) -> None:
    """Nothing missing, no finding; the annex reads back with every form and the report."""
    shelf = {"year": "2024", "versions": "@/版本"}
    assert run("year", "compile", date="2025-08-15", evidence="@/佐证", **shelf) == 0
    for step in ("check", "approve"):
        assert run("year", step, **shelf) == 0
    assert run("year", "publish", output=str(tmp_path), **shelf) == 0
    pages = forms_in(next(tmp_path.glob("*.html")))
    assert [sum(kind == one for one, *_ in pages) for kind in ("list", "self", "department")] == [4, 4, 1]
    for ending in ("docx", "pdf", "xlsx"):
        assert forms_in(next(tmp_path.glob(f"*.{ending}"))) == pages


def test_scores_lights_and_remarks(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    """From the books, without a file: the arithmetic, a red light in July, a goal in words."""
    assert run("performance", "score", "--trace", year="2024", evidence="@/佐证") == 0
    out = capsys.readouterr().out
    assert "得分＝10×完成值÷指标值＝9.6分" in out
    assert "佐证 1 系统可用率.json：医保信息系统正常运行率（2024年）99.93%" in out
    assert run("performance", "score", year="2024", evidence="@/无") == 1
    assert "不在" in capsys.readouterr().err
    assert run("performance", "monitor", year="2024", month="7") == 1
    assert "红灯 预算执行" in capsys.readouterr().out
    assert run("performance", "review", year="2024") == 1
    assert "经办能力提升" in capsys.readouterr().out
    assert run("performance", "score", year="2023", scheme="linear-and-ratio") == 0


def test_the_template_goes_out_and_nothing_is_entered_by_it(run: Callable[..., int], tmp_path: Path) -> None:
    """A workbook with what the books hold."""
    assert run("performance", "init", year="2024", output=str(tmp_path / "模板.xlsx")) == 0
    assert (tmp_path / "模板.xlsx").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("evaluation", ("绩效评价得分为98.78分", "95%置信区间", "满意度调查结果")),
        ("transfer", ("其中：中央财政资金\t\t142.00\t118.60\t83.52", "因信息化合同跨年付款")),
        ("monitoring", ("（2024年1—7月）", "因机房搬迁推迟")),
        ("forms", ("项目支出绩效自评情况汇总表", "部门整体绩效自评表")),
    ],
)
def test_documents_of_their_own(run: Callable[..., int], tmp_path: Path, kind: str, words: tuple[str, ...]) -> None:
    """Report, transfer, monitoring and forms; monitoring says what it lacks."""
    name = str(tmp_path / "文件.txt")
    more = {"month": "7"} if kind == "monitoring" else {}
    assert run("performance", "report", kind=kind, output=name, year="2024", evidence="@/佐证", **more) == 0
    text = Path(name).read_text(encoding="utf-8")
    assert [one for one in words if one not in text] == []


def test_results_become_a_proposal(run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two years beside each other: the project that spends too little again is proposed by what it spent, as table and workbook."""
    capsys.readouterr()
    assert run("performance", "use", year="2024") == 0
    out = capsys.readouterr().out
    assert "连续2年执行率低于80%（2023年74.67%、2024年57.00%），按执行数核定：全年执行数22.80万元×100%＝22.80万元" in out
    assert run("performance", "use", year="2024", output=str(tmp_path / "建议.xlsx")) == 0
    assert (tmp_path / "建议.xlsx").exists()
    assert run("performance", "report", kind="evaluation", programme="无", output=str(tmp_path / "x.txt"), year="2024") == 2
    assert run("performance", "report", output=str(tmp_path / "x.odt"), year="2024", evidence="@/佐证") == 2


def test_a_budget_publishes_its_goals(tmp_path: Path) -> None:
    """The goals of an example budget stand in its annex with the money of the ledger, and no rule on performance finds anything."""
    folder = BUDGET
    about = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    with empty_store(tmp_path / "账套.db") as store:
        journal = Journal(store, create_book(store, about["department"], about["fiscal_year"], about["layout"]), "会计岗")
        import_files(journal, [folder])
        import_performance(journal, [folder / "绩效"], EvidenceStore(tmp_path / "佐证"))
        closing = close(journal)
        with store.read() as connection:
            told = beside(connection, journal.book)
    publication = compile_account(closed_account(closing, told))
    assert publication.missing == ()
    document = read_text(to_text(publication), "预算.txt")
    targets = {one.project: one.initial for one in document.evaluations if one.kind == "target"}
    spent = {one.item_label: one.value for one in document.facts if (one.statement, one.column) == ("projects", "total")}
    assert len(targets) == 5
    assert all(spent[name] == amount for name, amount in targets.items())
    (audit,) = evaluate([document], [rule for rule in load_rules() if rule.id.startswith("PER-")])
    assert [(one.rule, one.message) for one in audit.findings] == []
