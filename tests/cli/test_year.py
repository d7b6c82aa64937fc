"""`baozhang year`: a whole year from the command line, its exit statuses and what it says when something is wrong."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from baozhang.cli import main
from baozhang.cli.year import ACTIONS
from baozhang.ledger.books import find_book
from baozhang.ledger.closing import load_closing
from baozhang.ledger.store import Store
from baozhang.reading import read_file

YEARS: Final = Path(__file__).parents[2] / "examples" / "years"


@pytest.fixture(name="books")
def _books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with the book of an example year, named by the environment."""
    place = tmp_path / "账套.db"
    monkeypatch.setenv("BAOZHANG_BOOKS", str(place))
    assert main(["year", "init", "--department", "某市医疗保障局", "--year", "2024", "--layout", "shandong-final"]) == 0
    return place


def year(*arguments: str) -> int:
    return main(["year", *arguments])


def test_a_year_from_import_to_the_next(books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert year("import", str(YEARS / "shandong-final-2024"), "--by", "会计一") == 0
    assert "（第 1 号记录，会计一）" in capsys.readouterr().out
    assert year("status", "--per", "单位", "--on", "2024-06-30") == 0
    assert "时间进度 49.73%" in capsys.readouterr().out
    assert year("status", "--format", "html", "--output", str(tmp_path / "进度.html")) == 0
    assert year("close") == 0
    told = capsys.readouterr().out
    assert "公开09表　财政拨款“三公”经费支出决算表　6 行" in told
    assert "公开07表　政府性基金预算财政拨款收入支出决算表　1 行（无数据）" in told
    assert year("log", "--verify") == 0
    assert "校验通过" in capsys.readouterr().out
    assert year("next") == 0
    assert books.is_file()
    assert year("status") == 2
    assert "请用 --department、--year、--stage 指明一本" in capsys.readouterr().err
    assert year("status", "--year", "2025") == 0


def test_what_was_exported_can_be_imported(books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert year("import", str(YEARS / "shandong-final-2024")) == 0
    assert year("export", "--output", str(tmp_path / "全部.xlsx")) == 0
    assert year("export", "--output", str(tmp_path / "全部")) == 0
    assert books.is_file()
    for number, source in enumerate((tmp_path / "全部.xlsx", tmp_path / "全部")):
        monkeypatch.setenv("BAOZHANG_BOOKS", str(tmp_path / f"{number}.db"))
        assert year("init", "--department", "某市医疗保障局", "--year", "2024", "--layout", "shandong-final") == 0
        assert year("import", str(source)) == 0
        assert year("close") == 0


def test_the_books_are_handed_to_auditors(books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of tables with their description, or one XML file; books of another version can be upgraded at any time."""
    assert books.exists()
    assert year("import", str(YEARS / "shandong-final-2024"), "--by", "会计一") == 0
    assert year("export", "--format", "audit", "--output", str(tmp_path / "审计")) == 0
    assert len(list((tmp_path / "审计").glob("*.csv"))) == 10
    assert year("export", "--format", "audit", "--output", str(tmp_path / "审计.xml")) == 0
    assert (tmp_path / "审计.xml").read_bytes().startswith(b"<?xml")
    assert year("upgrade") == 0
    assert "共 1 本年度账" in capsys.readouterr().out


def test_a_closing_is_exported_exact_and_as_printed(books: Path, tmp_path: Path) -> None:
    target = tmp_path / "结账.csv"
    assert year("export", "--closing", "--output", str(target)) == 1
    assert not target.exists()
    assert year("import", str(YEARS / "shandong-final-2024")) == 0
    assert year("close") == 0
    assert year("export", "--closing", "--output", str(target)) == 0
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    total = next(row for row in rows if (row["表"], row["项目编号"], row["栏目编号"]) == ("spending", "total", "total"))
    assert total["公布数"] == "29848000"
    assert abs(Decimal(total["精确数"]) - Decimal(total["公布数"])) <= 50
    assert next(row["精确数"] for row in rows if (row["项目编号"], row["栏目编号"]) == ("vehicles.kept", "count")) == "2"
    assert books.is_file()


def test_what_the_books_refuse_is_status_one(books: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert year("init", "--department", "某市医疗保障局", "--year", "2024", "--layout", "national-final") == 1
    assert "已经建过" in capsys.readouterr().err
    assert year("import", str(YEARS / "shandong-final-2024")) == 0
    assert year("import", str(YEARS / "shandong-final-2024")) == 1
    assert "没有重复导入" in capsys.readouterr().err
    assert year("close", "--reopen", "--reason", "x") == 1
    assert "没有结账" in capsys.readouterr().err
    assert year("next") == 1
    assert year("reverse", "--event", "1", "--reason", "导错了") == 0
    assert year("reverse", "--event", "1", "--reason", "再来") == 1
    assert books.is_file()


def test_a_final_account_takes_over_its_budget(books: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert year("init", "--department", "某市医疗保障局", "--year", "2025", "--layout", "fujian-final", "--take-over") == 1
    assert "没有可以沿用的内容" in capsys.readouterr().err
    assert year("init", "--department", "某市医疗保障局", "--year", "2025", "--layout", "fujian-budget") == 0
    assert year("import", str(YEARS / "fujian-budget-2025"), "--year", "2025") == 0
    assert year("init", "--department", "某市医疗保障局", "--year", "2025", "--layout", "fujian-final", "--take-over") == 0
    assert "已沿用预算账的内容" in capsys.readouterr().out
    assert year("status", "--year", "2025", "--stage", "final", "--per", "支出性质") == 0
    assert "1,290,253," in capsys.readouterr().out
    assert books.is_file()


def test_last_year_is_read_from_a_published_document(books: Path) -> None:
    assert year("import", str(YEARS / "shandong-final-2024")) == 0
    assert year("close", "--prior", str(YEARS.parent / "final-account-clean.txt")) == 0
    with Store(books) as store, store.read() as connection:
        figures = load_closing(connection, find_book(store)).figures
    document = read_file(YEARS.parent / "final-account-clean.txt")
    total = next(fact.value for fact in document.facts if (fact.statement, fact.item, fact.column) == ("spending", "total", "total"))
    prior = {(one.statement, one.item): one.printed for one in figures if one.column == "prior.total"}
    assert prior["spending", "total"] == total


def test_bad_cells_are_status_three(books: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "单位.csv").write_text("单位代码,单位名称,单位性质\n1,某局,事业\n", encoding="utf-8")
    assert year("import", str(tmp_path / "单位.csv")) == 3
    said = capsys.readouterr().err
    assert "单位 C2“事业”：单位性质：应为以下之一：行政单位、参照公务员法管理事业单位" in said
    assert "一行也没有导入" in said
    assert books.is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("init", "--department", "x", "--year", "2024", "--layout", "mars-final"), "没有版式 mars-final"),
        (("status", "--per", "科室"), "不能按“科室”统计"),
        (("status", "--on", "昨天"), "不是日期"),
        (("import", "x.csv", "--register", "食堂"), "没有台账“食堂”"),
        (("status", "--department", "没有的局"), "没有符合条件的年度账"),
    ],
)
def test_wrong_use_is_status_two(books: Path, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert year(*arguments) == 2
    assert words in capsys.readouterr().err
    assert books.is_file()


def test_a_missing_store_is_named_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert year("close", "--books", str(tmp_path / "没有.db")) == 1
    assert "没有账套" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_template_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert year("template", "--output", str(tmp_path / "模板.xlsx"), "--register", "会计凭证", "--register", "vouchers") == 0
    assert "共 1 张表" in capsys.readouterr().out
    assert year("template", "--output", str(tmp_path / "模板.xlsx")) == 0


def test_every_action_has_a_name_and_help_in_chinese() -> None:
    assert len({action.NAME for action in ACTIONS}) == len(ACTIONS)
    assert all(any("一" <= sign <= "龥" for sign in action.HELP) for action in ACTIONS)
