"""From closed books to a published document on the command line: compile, complete what is missing, check, approve, publish, correct."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR: Final = Path(__file__).parents[2] / "examples" / "years" / "shandong-final-2024"
_KEY: Final = re.compile(r"（([\w.]+(?:\[[\w.]+\]\.[\w.:]+)?)）$")
_TEXT: Final = re.compile(r"缺少文字“(.+)”")
_PLACES: Final = {"duties": "职责.1", "work": "任务.1"}


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

    def missing(self) -> list[str]:
        """What the last version lacks."""
        latest = max((self.folder / "版本").glob("*/*/files/figures.json"))
        return [str(one) for one in json.loads(latest.read_text(encoding="utf-8"))["missing"]]

    def complete(self) -> None:
        """Enter a reason, a text or a figure for everything that the last version lacks and that may be entered after closing."""
        words, figures = [], []
        for one in self.missing():
            key, text = _KEY.search(one), _TEXT.search(one)
            if text:
                words.append((_PLACES[text[1]], "按计划开展相关工作。"))
            elif key and "说明原因" in one:
                words.append((f"原因.{key[1]}", "相关工作任务按计划调整"))
            elif key and "[" not in key[1]:
                figures.append(
                    (key[1], "1000000.00" if "amount" in key[1] or "expenses" in key[1] else "", "" if "amount" in key[1] else "6")
                )
        if words:
            self.enter("部门文字", ("文字编号", "内容"), words)
        if figures:
            self.enter("其他披露数", ("披露项目编号", "金额", "数量"), figures)


@pytest.fixture(name="office")
def _office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office with the example year imported, its budget and last year's figures completed, and the year closed."""
    office = Office(tmp_path, capsys)
    assert office.year("init", "--department", "某市医疗保障局", "--year", "2024", "--layout", "shandong-final")[0] == 0
    assert office.year("import", str(YEAR), "--by", "经办岗")[0] == 0
    return office


def test_from_closing_to_publication(office: Office) -> None:
    """A draft lists what it lacks; completed, it is checked, approved and published, and every file is what it was."""
    assert office.year("close")[0] == 0
    status, said = office.year("compile", "--date", "2025-08-15")
    assert (status, "还缺" in said) == (0, True)
    status, said = office.year("check")
    assert (status, "缺项" in said) == (1, True)
    assert office.year("publish")[0] == 1
    office.complete()
    assert office.year("compile", "--date", "2025-08-15")[0] == 0
    office.complete()
    office.year("compile", "--date", "2025-08-15")
    left = office.missing()
    assert all("缺少“" in one or "年初预算" in one for one in left), left
    assert "文字变动" in office.year("diff")[1]
    assert office.year("versions", "--verify")[0] == 0


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
