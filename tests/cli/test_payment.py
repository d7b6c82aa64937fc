"""`baozhang payment` from files to ledger, and what it says when a file is wrong."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from baozhang.cli import main
from baozhang.operations.payment.parameters import Method, shipped

if TYPE_CHECKING:
    from pathlib import Path

_DATA: Final = resources.files("baozhang.operations.payment") / "data"
_DRG: Final = str(_DATA / "drg-points-example.toml")
_DIP: Final = str(_DATA / "dip-specification.toml")
_HEADER: Final = "id,hospital,level,code,cost,patient,month,days\n"
_CASES: Final = f"""{_HEADER}1,H1,三,A,1000000,200000,2024-01,5
2,H1,三,B,3000000,500000,2024-01,9
3,H2,二,A,4500000,900000,2024-02,12
4,H2,二,B,600000,100000,2024-02,2
"""
_PAST: Final = _HEADER + "".join(
    f"p{at}{code},H1,三,{code},{cost},0,2023-06,5\n" for at in range(5) for code, cost in (("A", 2_750_000), ("B", 1_800_000))
)


@pytest.fixture
def common(tmp_path: Path) -> list[str]:
    """The options that every operation needs, over a small file of cases."""
    (tmp_path / "cases.csv").write_text(_CASES, encoding="utf-8")
    (tmp_path / "past.csv").write_text(_PAST, encoding="utf-8")
    return ["--input", str(tmp_path / "cases.csv"), "--history", str(tmp_path / "past.csv"), "--scheme", "S@1"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_run_writes_every_case_with_its_arithmetic(tmp_path: Path, common: list[str]) -> None:
    out = tmp_path / "out.csv"
    call = ["payment", "run", *common, "--parameters", _DRG, "--output"]
    assert main([*call, str(out)]) == 0
    first = out.read_bytes()
    assert [(row["id"], row["kind"], row["points"]) for row in _rows(out)] == [
        ("1", "低倍率", "43.9564"),
        ("2", "正常", "79.1200"),
        ("3", "正常", "120.8800"),
        ("4", "低倍率", "26.3733"),
    ]
    assert _rows(out)[1]["trail"] == "正常：100 × 权重 0.7912 × 系数 1.0000 = 79.1200"
    assert main([*call, str(out)]) == 0
    assert out.read_bytes() == first
    assert main([*call, str(tmp_path / "out.parquet")]) == 0
    assert pq.read_table(tmp_path / "out.parquet")["points"].cast("string").to_pylist() == ["43.9564", "79.1200", "120.8800", "26.3733"]


def test_months_are_prepaid_and_cleared(tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    prepaid, ledger = tmp_path / "prepaid.csv", tmp_path / "ledger.csv"
    assert main(["payment", "prepay", *common, "--parameters", _DRG, "--output", str(prepaid)]) == 0
    assert [(row["hospital"], row["month"], row["prepaid"]) for row in _rows(prepaid)] == [
        ("H1", "2024-01", str(3_300_000 * 95 // 100)),
        ("H2", "2024-02", str(4_100_000 * 95 // 100)),
    ]
    others = tmp_path / "accounts.csv"
    others.write_text("hospital,deducted\nH1,100\n", encoding="utf-8")
    call = ["payment", "clear", *common, "--parameters", _DRG, "--budget", "80000", "--accounts", str(prepaid), "--accounts", str(others)]
    assert main([*call, "--output", str(ledger)]) == 0
    kept = [row for row in _rows(ledger) if row["项目"] != "月度预付"]
    assert sum(Decimal(row["金额（元）"]) for row in kept) == 80_000
    assert "预算 80,000.00 元，相符" in capsys.readouterr().out


def test_funds_are_cleared_apart(tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    lines = _CASES.splitlines()
    kinds = ["insurance", "职工", "居民", "职工", "居民"]
    (tmp_path / "cases.csv").write_text("\n".join(f"{line},{kind}" for line, kind in zip(lines, kinds, strict=True)), encoding="utf-8")
    call = ["payment", "clear", *common, "--parameters", _DIP, "--output", str(tmp_path / "ledger.xlsx")]
    assert main([*call, "--budget", "职工=60000", "--budget", "居民=20000.01"]) == 0
    told = capsys.readouterr().out
    assert "核对（职工）：各账户合计 60,000.00 元，预算 60,000.00 元，相符" in told
    assert "核对（居民）：各账户合计 20,000.01 元，预算 20,000.01 元，相符" in told
    assert main([*call, "--budget", "职工=60000"]) == 2


def test_compare_divides_the_same_money_twice(tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "差异.xlsx"
    call = ["payment", "compare", *common, "--parameters", _DRG, "--budget", "80000.01", "--output", str(book)]
    assert main([*call, "--parameters", _DIP]) == 0
    header, *rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    assert header[:3] == ["医疗机构", "病组", "病例数"]
    sums = [sum(Decimal(str(row[at])) for row in rows) for at in (3, 4, 5)]
    assert sums == [Decimal("93000.00"), Decimal("97000.01"), Decimal("4000.01")]
    (tmp_path / "other.csv").write_text(_CASES.replace(",A,", ",B,", 1), encoding="utf-8")
    assert (
        main([*call, "--other-input", str(tmp_path / "other.csv"), "--other-scheme", "T@1", "--other-history", str(tmp_path / "past.csv")])
        == 0
    )
    assert "换了病组的病例 1 例" in capsys.readouterr().out
    assert main(call) == 2


def test_a_workbook_holds_money_as_numbers_and_codes_as_text(tmp_path: Path, common: list[str]) -> None:
    book = str(tmp_path / "点数.xlsx")
    (tmp_path / "cases.csv").write_text(_CASES.replace("H2", "=1+1"), encoding="utf-8")
    assert main(["payment", "run", *common, "--parameters", _DRG, "--output", book]) == 0
    header, *rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    at = [header.index(name) for name in ("医疗机构", "病组", "总费用（元）", "点数（分值）")]
    assert [[row[place] for place in at] for row in rows[2:]] == [["=1+1", "A", 45_000, 120.88], ["=1+1", "B", 6_000, 26.3733]]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    lost = str(tmp_path / "无此目录" / "x.xlsx")
    assert main(["payment", "run", *common, "--parameters", _DRG, "--output", lost]) == 3


def test_a_case_is_explained_to_its_money(common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    call = ["payment", "explain", *common, "--parameters", _DRG, "--id", "1"]
    assert main([*call, "--budget", "80000"]) == 0
    told = capsys.readouterr().out
    assert "费用 10,000.00 元 ÷ 例均 27,500.00 元 ≈ 0.363636，低于 0.4 倍" in told
    assert "100 × 权重 1.2088 × 机构系数 1 × 辅助系数 1 × 倍率系数 ≈0.363636 ≈ 43.956364，四舍五入为 43.9564" in told
    assert "15,122.07 元 − 个人负担 2,000.00 元 = 13,122.07 元" in told
    assert main([*call, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"][-1] == {"topic": "结果", "text": "低倍率，计 43.9564"}
    assert main([*call[:-1], "9"]) == 2


def test_every_method_shows_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["payment", "methods"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{method}  " in listed for method in Method)
    for file in shipped():
        name = file.name.removesuffix(".toml")
        assert name in listed
        assert main(["payment", "methods", name]) == 0
    assert main(["payment", "methods", "包干"]) == 0
    assert "--members 成员单位" in capsys.readouterr().out
    assert main(["payment", "methods", "没有"]) == 2


def test_what_is_wrong_is_said(tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--output", str(tmp_path / "out.csv")]
    clear = ["payment", "clear", *common, "--parameters", _DRG, *out]
    assert main([*clear, "--budget", "1.234"]) == 2
    assert main(clear) == 2
    assert main(["payment", "run", *common[:4], "--parameters", _DRG, *out]) == 2
    for old, new in (("600000", "六千"), ("600000", "-1"), ("4,H2", "3,H2"), ("4,H2", "4,"), ("600000", "")):
        (tmp_path / "cases.csv").write_text(_CASES.replace(old, new), encoding="utf-8")
        assert main([*clear, "--budget", "1"]) == 3
    assert main([*clear, "--budget", "1", "--use", str(tmp_path / "cases.csv")]) == 2
    (tmp_path / "cases.csv").write_text(_CASES.replace("2024-01", "2019-01"), encoding="utf-8")
    assert main([*clear, "--budget", "1"]) == 2
    told = capsys.readouterr().err
    for words in (
        "至多两位小数",
        "用 --budget 写明",
        "用 --scheme 写明",
        "不能使用的值",
        "负数 -1",
        "病例重复：3",
        "空的",
        "不读 --use",
        "不能用于 2019-01",
    ):
        assert words in told
    assert not (tmp_path / "out.csv").exists()
