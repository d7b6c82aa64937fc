"""From closed books to a published document on the command line: compile, complete what is missing, check, approve, publish, correct."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from baozhang.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

YEARS: Final = sorted(path for path in (Path(__file__).parents[2] / "examples" / "years").iterdir() if path.is_dir())
YEAR: Final = next(path for path in YEARS if path.name == "shandong-final-2024")
LATER: Final = ("部门文字", "其他披露数")
"""What may be entered after the year is closed."""


class Office:
    """One office: its books and its shelf of versions in a folder of the test."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Nothing is kept there yet."""
        self.folder = folder
        self.capsys = capsys
        self.places = ["--books", str(folder / "账套.db")]
        self.shelf = [*self.places, "--versions", str(folder / "版本")]

    def year(self, *words: str) -> tuple[int, str]:
        """An action of `baozhang year`: its exit status and what it said."""
        places = self.shelf if words[0] in {"compile", "check", "approve", "publish", "diff", "versions"} else self.places
        status = main(["year", *words, *places])
        said = self.capsys.readouterr()
        return status, said.out + said.err

    def enter(self, register: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Import rows of a register from a CSV file."""
        file = self.folder / f"{register}.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([header, *rows])
        status, said = self.year("import", str(file), "--by", "经办岗")
        assert status == 0, said

    def begin(self, folder: Path, *, words: bool) -> None:
        """Books with an example year imported, without its words when they are to be entered later."""
        about = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
        wanted = ["--department", about["department"], "--year", str(about["fiscal_year"]), "--layout", about["layout"]]
        assert self.year("init", *wanted)[0] == 0
        files = [str(file) for file in sorted(folder.glob("*.csv")) if words or not file.stem.endswith(LATER)]
        status, said = self.year("import", *files, "--by", "经办岗")
        assert status == 0, said

    def steps(self, *steps: tuple[str, ...]) -> str:
        """Actions that succeed one after another; what the last said."""
        said = ""
        for step in steps:
            status, said = self.year(*step)
            assert status == 0, (step, said)
        return said


def fill(sheet: Path, target: Path) -> None:
    """Fill in every row of a workbook: a text, or a figure where one is asked for."""
    with xlsxwriter.Workbook(target) as made, CalamineWorkbook.from_path(sheet) as asked:
        for name in set(LATER) & set(asked.sheet_names):
            header, *rows = asked.get_sheet_by_name(name).to_python()
            out = made.add_worksheet(name)
            out.write_row(0, 0, header)
            assert all(row[header.index("缺什么（不导入）")] for row in rows)
            for line, row in enumerate(rows, 1):
                out.write_row(line, 0, row)
                out.write_row(line, 1, ["相关工作任务调整"] if name == "部门文字" else ["12000.00", "3"])
        assert made.worksheets()


@pytest.fixture(name="office")
def _office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office with an example year imported, but for the words and figures that are entered after closing."""
    office = Office(tmp_path, capsys)
    office.begin(YEAR, words=False)
    return office


@pytest.mark.parametrize("folder", YEARS, ids=lambda path: path.name)
def test_every_example_year_is_published(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From empty books to the published version: nothing is missing, the audit finds no error, every file and a manifest are handed out."""
    office = Office(tmp_path, capsys)
    office.begin(folder, words=True)
    said = office.steps(("close",), ("compile", "--date", "2025-08-15"))
    assert "还缺" not in said
    said = office.steps(("check",))
    assert "缺项 0，错误 0" in said
    assert "未识别 0 处" in said
    office.steps(("approve", "--note", "局长办公会审定"), ("publish", "--output", str(tmp_path / "公开")))
    kinds = sorted(file.suffix for file in (tmp_path / "公开").iterdir())
    assert kinds == [".docx", ".html", ".json", ".pdf", ".xlsx", ".zip"]


def test_from_closing_to_a_correction(office: Office) -> None:
    """A draft lists what it lacks; completed it is published; a correction needs a reason, and shows what it changed."""
    office.steps(("close",))
    assert "还缺" in office.steps(("compile", "--date", "2025-08-15"))
    assert office.year("check")[0] == 1
    assert office.year("publish")[0] == 1
    later = [str(file) for file in sorted(YEAR.glob("*.csv")) if file.stem.endswith(LATER)]
    office.steps(("import", *later, "--by", "经办岗"), ("compile", "--date", "2025-08-15"), ("check",), ("approve",), ("publish",))
    office.enter("部门文字", ("文字编号", "内容"), [("原因.operating_expenses", "办公用房维修费用减少")])
    status, said = office.year("compile", "--date", "2025-09-01")
    assert (status, "更正" in said) == (1, True)
    office.steps(("compile", "--date", "2025-09-01", "--reason", "更正机关运行经费的说明"))
    said = office.steps(("diff",))
    assert "数字变动 0 处" in said
    assert "办公用房维修费用减少" in said
    assert office.year("versions", "--verify")[0] == 0


def test_what_is_missing_is_filled_in_on_a_sheet(office: Office) -> None:
    """The workbook lists every reason, text and figure that is owed, with why; filled in and imported, nothing of it is missing."""
    sheet = office.folder / "待填.xlsx"
    office.steps(("close",), ("compile", "--date", "2025-08-15", "--fill-in", str(sheet)))
    filled = office.folder / "已填.xlsx"
    fill(sheet, filled)
    said = office.steps(("import", str(filled), "--by", "经办岗"))
    assert "不认识" not in said
    said = office.steps(("compile", "--date", "2025-08-15", "--fill-in", str(sheet)))
    while "还缺" in said:  # a reason is asked for once its figures are known
        fill(sheet, filled)
        said = office.steps(("import", str(filled), "--by", "经办岗"), ("compile", "--date", "2025-08-15", "--fill-in", str(sheet)))
    assert "没有需要填写的" in said


def test_wrong_steps_are_refused(office: Office) -> None:
    """No version yet, an unknown date, a step out of turn, a comparison of one."""
    assert office.year("compile")[0] == 1
    assert office.year("close")[0] == 0
    assert office.year("check")[0] == 1
    assert office.year("compile", "--date", "十五日")[0] == 2
    assert office.year("compile")[0] == 0
    status, said = office.year("approve")
    assert (status, "下一步应为“已核对”" in said) == (1, True)
    assert office.year("diff")[0] == 2


def test_a_changed_file_is_found(office: Office) -> None:
    """Whoever changes a published file is found out."""
    office.year("close")
    office.year("compile")
    file = next((office.folder / "版本").glob("*/0001/files/document.txt"))
    file.chmod(0o644)
    file.write_text("改过", encoding="utf-8")
    status, said = office.year("versions", "--verify")
    assert (status, "被改动过" in said) == (1, True)
    assert office.year("check")[0] == 1
