"""The example of every way of paying: files of examples/payment calculated and cleared, and their sums known."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from baozhang.cli import main
from baozhang.operations.payment.parameters import Method, read_parameters

FOLDER: Final = Path(__file__).parents[2] / "examples" / "payment"
_CASES: Final = ["--input", "病例.csv", "--history", "历史病例.csv", "--scheme", "示例方案@1"]
CLEARINGS: Final = {
    "点数法.toml": ([*_CASES, "--reviews", "特例单议.csv", "--accounts", "往来.csv"], {"职工": "700000", "居民": "1290000"}, "1990000"),
    "费率法.toml": (_CASES, {"": "2000000"}, "2000000"),
    "分值法.toml": (_CASES, {"": "2000000"}, "2000000"),
    "床日.toml": (["--input", "床日病例.csv"], {"": "900000"}, "900000"),
    "人头.toml": (["--input", "签约人数.csv", "--use", "各月申报.csv"], {"": "3300000"}, "3300000"),
    "包干.toml": (["--input", "参保人数.csv", "--use", "使用情况.csv", "--members", "成员单位.csv"], {}, "721110000"),
    "集采留用.toml": (["--input", "集采约定.csv"], {}, "1258500"),
}


def _call(operation: str, parameters: str, options: list[str]) -> list[str]:
    files = [str(FOLDER / each) if each.endswith(".csv") else each for each in options]
    return ["payment", operation, *files, "--parameters", str(FOLDER / parameters)]


@pytest.mark.parametrize("parameters", CLEARINGS)
def test_every_example_is_cleared_to_its_budget(tmp_path: Path, parameters: str) -> None:
    options, budgets, whole = CLEARINGS[parameters]
    money = [text for pool, fen in budgets.items() for text in ("--budget", f"{pool}={fen}" if pool else fen)]
    out = tmp_path / "台账.csv"
    assert main([*_call("clear", parameters, options), *money, "--output", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["项目"] != "月度预付"]
    assert sum(Decimal(row["金额（元）"]) for row in rows) == Decimal(whole)


def test_packages_under_other_parameters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first community keeps 70 instead of 80 per cent of its surplus of 20,690,600 yuan; what it loses the fund has."""
    text = (FOLDER / "包干.toml").read_text(encoding="utf-8")
    (tmp_path / "新.toml").write_text(text.replace('share = "0.8"', 'share = "0.7"'), encoding="utf-8")
    options, _, _ = CLEARINGS["包干.toml"]
    call = [*_call("compare", "包干.toml", options), "--parameters", str(tmp_path / "新.toml"), "--output"]
    assert main([*call, str(tmp_path / "差异.csv")]) == 0
    with (tmp_path / "差异.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    changes = [(row["项目"], Decimal(row["差异（元）"])) for row in rows if Decimal(row["差异（元）"])]
    assert sum(change for kind, change in changes if kind == "结余留用") == Decimal("-2069060.00")
    assert sum(change for _, change in changes) == 0
    assert "预算结余" in capsys.readouterr().out
    assert main([*call, str(tmp_path / "差异.html")]) == 2


def test_there_is_an_example_of_every_method() -> None:
    assert {read_parameters(file).header.method for file in FOLDER.glob("*.toml")} == set(Method)
