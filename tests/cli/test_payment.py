"""`baozhang payment` from files to ledger, and what it says when a file is wrong."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Final

import pytest
from python_calamine import CalamineWorkbook

from baozhang.cli import main

if TYPE_CHECKING:
    from pathlib import Path

_DATA: Final = resources.files("baozhang.operations.payment") / "data"
_DRG: Final = str(_DATA / "drg-points-example.toml")
_DIP: Final = str(_DATA / "dip-specification.toml")
_CASES: Final = """id,hospital,level,code,cost,patient
1,H1,三,A,1000000,200000
2,H1,三,B,3000000,500000
3,H2,二,A,4500000,900000
4,H2,二,B,600000,100000
"""


@pytest.fixture
def common(tmp_path: Path) -> list[str]:
    """The options that every operation needs, over a small file of cases."""
    (tmp_path / "cases.csv").write_text(_CASES, encoding="utf-8")
    return ["--input", str(tmp_path / "cases.csv"), "--scheme", "S@1", "--output", str(tmp_path / "out.csv")]


def _rows(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_run_writes_every_case_with_its_arithmetic(tmp_path: Path, common: list[str]) -> None:
    assert main(["payment", "run", *common, "--parameters", _DRG]) == 0
    first = (tmp_path / "out.csv").read_bytes()
    rows = _rows(tmp_path)
    assert [(row["id"], row["kind"], row["points"]) for row in rows] == [
        ("1", "低倍率", "43.9564"),
        ("2", "正常", "79.1200"),
        ("3", "正常", "120.8800"),
        ("4", "低倍率", "26.3733"),
    ]
    assert rows[1]["trail"] == "正常：100 × 权重 0.7912 × 系数 1.0000 = 79.1200"
    assert main(["payment", "run", *common, "--parameters", _DRG]) == 0
    assert (tmp_path / "out.csv").read_bytes() == first


def test_the_ledger_adds_up_to_the_budget(tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("id,prepaid,deducted,rewarded\nH1,1000000,100,0\n", encoding="utf-8")
    assert main(["payment", "clear", *common, "--parameters", _DRG, "--budget", "80000", "--accounts", str(accounts)]) == 0
    owed = sum(Decimal(row["金额（元）"]) for row in _rows(tmp_path))
    assert owed + 10_000 + 1 == 76_000
    assert "65,999.00 元" in capsys.readouterr().out


def test_compare_divides_the_same_money_twice(tmp_path: Path, common: list[str]) -> None:
    assert main(["payment", "compare", *common, "--parameters", _DRG, "--parameters", _DIP, "--budget", "80000.01"]) == 0
    rows = _rows(tmp_path)
    sums = [sum(Decimal(row[f"{label}（元）"]) for row in rows) for label in ("drg-points-example@2024", "dip-specification@2020")]
    assert sums == [Decimal("93000.00"), Decimal("97000.01")]
    assert sum(Decimal(row["差异（元）"]) for row in rows) == sums[1] - sums[0]


def test_a_workbook_holds_money_as_numbers_and_codes_as_text(tmp_path: Path, common: list[str]) -> None:
    book = str(tmp_path / "差异.xlsx")
    (tmp_path / "cases.csv").write_text(_CASES.replace("H2", "=1+1"), encoding="utf-8")
    assert main(["payment", "compare", *common[:4], "--parameters", _DRG, "--parameters", _DIP, "--budget", "80000", "--output", book]) == 0
    header, *rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert header[:3] == ["医疗机构", "病组", "病例数"]
    assert [row[:4] for row in rows] == [
        ["=1+1", "A", 1, 41585.66],
        ["=1+1", "B", 1, 9073.06],
        ["H1", "A", 1, 15122.07],
        ["H1", "B", 1, 27219.21],
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    lost = str(tmp_path / "无此目录" / "x.xlsx")
    assert main(["payment", "compare", *common[:4], "--parameters", _DRG, "--parameters", _DIP, "--budget", "1", "--output", lost]) == 3


def test_what_is_wrong_is_said(tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "accounts.csv").write_text("id,prepaid,deducted,rewarded\nH9,1,0,0\n", encoding="utf-8")
    clear = ["payment", "clear", *common, "--parameters", _DRG, "--budget"]
    assert main([*clear, "1", "--accounts", str(tmp_path / "accounts.csv")]) == 3
    assert main([*clear, "1.234"]) == 2
    assert main(["payment", "compare", *common, "--parameters", _DRG, "--budget", "1"]) == 2
    (tmp_path / "cases.csv").write_text(_CASES.replace("600000", "六千"), encoding="utf-8")
    assert main([*clear, "1"]) == 3
    told = capsys.readouterr().err
    assert "没有病例：H9" in told
    assert "至多两位小数" in told
    assert "写两次" in told
    assert "cost 列有不是整数分的值" in told
    assert not (tmp_path / "out.csv").exists()
