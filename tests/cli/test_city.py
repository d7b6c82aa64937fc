"""`baozhang city` and `baozhang warehouse`: generated, looked at, asked; nothing half made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from baozhang.cli import main
from baozhang.operations.grouping.case import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="city", scope="module")
def _city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city of 1,000 persons, made by the command with the scheme that comes with the program."""
    folder = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAOZHANG_DATA", str(folder / "data"))
        assert main(["city", "generate", "--persons", "1000", "--warehouse", str(folder / "w"), "--jobs", "1"]) == 0
    return folder / "w"


def test_what_was_made_is_told(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warehouse", "status", "--warehouse", str(city)]) == 0
    shown = capsys.readouterr().out
    assert "合成城市：1,000 人，2024 年，种子 1，方案 example@1" in shown
    assert main(["warehouse", "status", "--warehouse", str(city), "--format", "json"]) == 0
    rows = {one["dataset"]: one["rows"] for one in json.loads(capsys.readouterr().out)["datasets"]}
    assert rows["persons"] == 1000
    assert rows["visits"] == rows["settlements"]


def test_stays_can_be_handed_to_the_grouper(city: Path, tmp_path: Path) -> None:
    output = tmp_path / "stays.parquet"
    query = ["warehouse", "query", "--warehouse", str(city), "select * from stays", "--limit", "0"]
    assert main([*query, "--format", "parquet", "--output", str(output)]) == 0
    assert set(COLUMNS) <= set(pq.read_schema(output).names)


def test_verify_finds_a_changed_file(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warehouse", "verify", "--warehouse", str(city)]) == 0
    part = next(city.glob("loads/*/visits/*/*.parquet"))
    whole = part.read_bytes()
    try:
        part.write_bytes(whole[:-1] + b"x")
        assert main(["warehouse", "verify", "--warehouse", str(city)]) == 1
    finally:
        part.write_bytes(whole)
    assert f"{part.name}：内容与写入时不同" in capsys.readouterr().out
    assert main(["warehouse", "verify", "--warehouse", str(tmp_path)]) == 0


def test_a_query_can_neither_write_nor_leave_nor_tell_what_persons_have(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    for sql in (f"from '{secret}'", f"copy (select 1) to '{tmp_path / 'out'}'", "drop view visits", "select * from nothing"):
        assert main(["warehouse", "query", "--warehouse", str(city), sql]) == 2
    capsys.readouterr()
    assert main(["warehouse", "query", "--warehouse", str(city), "select diagnoses::int from stays"]) == 2
    assert capsys.readouterr().err == "有数据不能按要求转换。\n"


@pytest.mark.parametrize("wrong", [["--persons", "999"], ["--persons", "1000", "--year", "1999"], ["--persons", "1000", "--seed", "-1"]])
def test_impossible_cities_are_refused(wrong: list[str], tmp_path: Path) -> None:
    assert main(["city", "generate", *wrong, "--warehouse", str(tmp_path / "w")]) == 2
    assert not (tmp_path / "w").exists()


def test_a_city_needs_a_warehouse_of_its_own(city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOZHANG_DATA", str(city.parent / "data"))
    assert main(["city", "generate", "--persons", "1000", "--warehouse", str(city)]) == 2
    assert "已有数据" in capsys.readouterr().err


def test_kinds_of_abuse_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["city", "kinds"]) == 0
    assert "decomposed_stay" in capsys.readouterr().out
