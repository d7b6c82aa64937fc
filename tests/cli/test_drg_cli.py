"""`baozhang drg` and `baozhang dip` as a user calls them: what they write, what they say, how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from baozhang.cli import main

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
DRG, DIP = EXAMPLES / "drg", EXAMPLES / "dip"


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOZHANG_DATA", str(tmp_path / "data"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_import_validate_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The contract: DIR into the data folder, ten columns in, id, status, mdc, adrg, drg out."""
    status, out, err = run(capsys, "drg", "import", DRG, "--scheme", "demo")
    assert (status, "已导入 demo@1：示例分组方案（自编）" in out) == (0, True)
    assert "1 个ADRG的并发症程度次序有误" in err
    assert "内容没有变化，仍是 demo@1" in run(capsys, "drg", "import", DRG, "--scheme", "demo")[1]

    status, out, _ = run(capsys, "drg", "validate", "--scheme", "demo", "--output", tmp_path / "found.csv")
    assert (status, "3 处" in out, "ADRG下没有DRG" in out) == (1, True, True)
    assert (tmp_path / "found.csv").read_text(encoding="utf-8-sig").startswith("种类,问题,位置,内容")

    status, out, err = run(capsys, "drg", "group", "--scheme", "demo", "--input", DRG / "cases.csv", "--output", tmp_path / "out.csv")
    assert (status, "32 例" in out, err) == (0, True, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == (DRG / "expected.csv").read_text(encoding="utf-8")


def test_rates_are_held_against_the_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "drg", "import", DRG, "--scheme", "demo")
    (tmp_path / "rates.csv").write_text("drg,rate\nHC19,1.2\nZZ99,1.0\n", encoding="utf-8")
    out = run(capsys, "drg", "validate", "--scheme", "demo", "--rates", tmp_path / "rates.csv", "--all")[1]
    assert "DRG没有费率（权重）" in out
    assert "费率表  ZZ99" in out


def test_columns_that_are_not_used_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "drg", "import", DRG, "--scheme", "demo")
    err = run(capsys, "drg", "group", "--scheme", "demo", "--input", DIP / "cases.csv", "--output", tmp_path / "out.csv")[2]
    assert err == "未使用的列：cost、level\n"


def test_explain_by_options_and_from_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "drg", "import", DRG, "--scheme", "demo")
    options = ("--gender", "2", "--age", "62", "--diagnoses", "J44.100|E87.600")
    out = run(capsys, "drg", "explain", "--scheme", "demo", *options)[1]
    assert "E87.600 是CC（排除表 15），计入" in out
    status, out, _ = run(capsys, "drg", "explain", "--scheme", "demo", "--input", DRG / "cases.csv", "--id", "1014", "--format", "json")
    told = json.loads(out)
    assert (status, told["status"], told["mdc"], told["adrg"], told["drg"]) == (0, "grouped", "MDCE", "ET1", "ET13")
    assert told["steps"][-1] == {"topic": "结果", "text": "入组：MDCE → ET1 → ET13"}


def test_compare_list_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "还没有导入方案" in run(capsys, "drg", "list")[1]
    run(capsys, "drg", "import", DRG, "--scheme", "a", "--title", "甲方案", "--valid-to", "2025-12-31")
    run(capsys, "drg", "import", DRG, "--scheme", "b")
    assert "2024-01-01 至 2025-12-31  甲方案" in run(capsys, "drg", "list")[1]
    compared = ("drg", "compare", "--scheme", "a", "--scheme", "b", "--input", DRG / "cases.csv", "--output", tmp_path / "changes.csv")
    status, out, _ = run(capsys, *compared)
    assert (status, "a@1 → b@1  32 例" in out) == (0, True)
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8-sig") == "层次,a@1,b@1,例数\n"
    assert "MDCA  先期分组（示例）" in run(capsys, "drg", "show", "--scheme", "a")[1]
    shown = run(capsys, "drg", "show", "--scheme", "a", "ET1")[1].splitlines()
    assert [line.split()[0] for line in shown] == ["ECT", "ET11", "ET1", "ET13", "ET15"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("drg",), 2, "缺少参数 操作"),
        (("drg", "group", "--scheme", "none", "--input", "x", "--output", "y"), 2, "没有方案“none”"),
        (("drg", "import", "nowhere", "--scheme", "x"), 2, "既不是目录，也不是工作簿"),
        (("drg", "group", "--scheme", "demo", "--input", "nowhere.csv", "--output", "y.csv"), 3, "没有这个文件"),
        (("drg", "explain", "--scheme", "demo"), 2, "--diagnoses"),
        (("drg", "explain", "--scheme", "demo", "--input", str(DRG / "cases.csv")), 2, "--id"),
        (("drg", "explain", "--scheme", "demo", "--input", str(DRG / "cases.csv"), "--id", "9"), 2, "没有编号为“9”的病例"),
        (("drg", "compare", "--scheme", "demo", "--input", "x"), 2, "请写两个方案"),
        (("drg", "show", "--scheme", "demo", "QQ9"), 2, "没有 QQ9"),
        (("dip", "show", "--scheme", "none"), 2, "没有方案“none”"),
        (("dip", "import", str(DRG), "--scheme", "x"), 3, "缺少 group.csv（病种目录）"),
    ],
)
def test_wrong_calls_and_unreadable_files(arguments: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "drg", "import", DRG, "--scheme", "demo")
    try:
        ended = main(list(arguments))
    except SystemExit as error:
        ended = int(str(error.code))
    assert (ended, said in capsys.readouterr().err) == (status, True)


def test_dip_from_import_to_explanation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "病种 16 个，辅助目录 14 档" in run(capsys, "dip", "import", DIP, "--scheme", "demo")[1]
    status, out, _ = run(capsys, "dip", "group", "--scheme", "demo", "--input", DIP / "cases.csv", "--output", tmp_path / "out.csv")
    assert (status, "12 例" in out) == (0, True)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == (DIP / "expected.csv").read_text(encoding="utf-8")
    out = run(capsys, "dip", "explain", "--scheme", "demo", "--input", DIP / "cases.csv", "--id", "2010")[1]
    assert "须专家评议" in out
    assert "demo@1" not in run(capsys, "drg", "list")[1]
    assert "K35.8-47.01" in run(capsys, "dip", "show", "--scheme", "demo", "K35")[1]
