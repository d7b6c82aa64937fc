"""`baozhang warehouse load` and `undo` as a user sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HEADER = "psn_no,gend,brdy,die_date,psn_idet_type,hshd_no,extra\n"


def test_a_folder_is_loaded_and_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, warehouse = tmp_path / "files", ["--warehouse", str(tmp_path / "w")]
    folder.mkdir()
    assert main(["warehouse", "load", *warehouse, str(folder)]) == 2
    (folder / "persons.csv").write_text(HEADER + "1,1,1990-01-01,,,,x\n", encoding="utf-8")
    (folder / "readme.md").write_text("# 说明\n", encoding="utf-8")
    assert main(["warehouse", "load", *warehouse, str(folder)]) == 0
    told = capsys.readouterr()
    assert "已导入 1 个文件，编号 000001。" in told.out
    assert "persons.csv 未使用的列：extra" in told.err
    assert main(["warehouse", "load", *warehouse, str(folder)]) == 0
    assert "已导入过（000001），跳过：persons.csv" in capsys.readouterr().out
    assert main(["warehouse", "undo", *warehouse]) == 0
    assert main(["warehouse", "undo", *warehouse]) == 0
    assert capsys.readouterr().out == "已撤销导入 000001。\n没有可以撤销的导入。\n"


def test_problems_are_listed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, problems = tmp_path / "persons.csv", tmp_path / "problems.csv"
    path.write_text(HEADER + "1,1,19900101198x,,,,\n" * 30, encoding="utf-8")
    command = ["warehouse", "load", "--warehouse", str(tmp_path / "w"), str(path), "--problems", str(problems)]
    assert main(command) == 3
    told = capsys.readouterr().err
    assert "没有导入任何数据：有 30 处不合格。\n  persons.csv 第 2 行 brdy：不是日期。请写成 2024-03-01 或 20240301。" in told
    assert "另有 10 处，前 30 处在" in told
    assert "19900101198x" not in told + problems.read_text(encoding="utf-8-sig")
    assert len(problems.read_text(encoding="utf-8-sig").splitlines()) == 31
