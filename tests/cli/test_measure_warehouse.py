"""From a generated city to a measured value: the queries and the register of `examples/measures/warehouse` fit the warehouse."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from baozhang.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parents[2] / "examples" / "measures" / "warehouse"


@pytest.fixture(scope="module", name="exported")
def _exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city, its three datasets exported beside the register."""
    folder = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAOZHANG_DATA", str(folder / "data"))
        assert main(["city", "generate", "--persons", "1000", "--warehouse", str(folder / "city"), "--jobs", "1"]) == 0
        for file in FOLDER.iterdir():
            shutil.copy(file, folder)
        for query in FOLDER.glob("*.sql"):
            patch.setattr("sys.stdin", io.StringIO(query.read_text(encoding="utf-8")))
            output = str(folder / f"{query.stem}.parquet")
            call = ["warehouse", "query", "-", "--limit", "0", "--format", "parquet", "--output", output]
            assert main([*call, "--warehouse", str(folder / "city")]) == 0
    return folder


def measured(folder: Path, *call: str) -> Mapping[str, Any]:
    """The result of a measure over the year of the city."""
    output = folder / "result.json"
    whole = ["performance", "measure", "run", *call, "--period", "2024", "--datasets", str(folder / "datasets.toml")]
    assert main([*whole, "--format", "json", "--output", str(output)]) == 0
    found: Mapping[str, Any] = json.loads(output.read_text(encoding="utf-8"))["results"][0]
    return found


def asked(folder: Path, sql: str, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """The first row of a query to the warehouse itself."""
    capsys.readouterr()
    assert main(["warehouse", "query", sql, "--format", "json", "--warehouse", str(folder / "city")]) == 0
    rows = json.loads(capsys.readouterr().out)
    first = rows[0] if isinstance(rows, list) else next(iter(rows.values()))[0]
    return list(first.values()) if isinstance(first, dict) else list(first)


def test_measures_say_what_the_warehouse_says(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sums and counts are those of a query to the warehouse, to the fen."""
    stays = "from settlements where refd_setl_flag = 0 and med_type in (21, 22, 23, 24, 52)"
    paid, scope, count = asked(
        exported, f"select sum(hifp_pay + hifmi_pay + hifob_pay + maf_pay)::bigint, sum(inscp_scp_amt)::bigint, count(*) {stays}", capsys
    )
    ratio = measured(exported, "inpatient-ratio", "--set", "分母口径=政策范围内", "--set", "支付口径=含医疗救助")
    assert [ratio["numerator"], ratio["denominator"]] == [f"{int(paid) / 100:.2f}", f"{int(scope) / 100:.2f}"]
    assert measured(exported, "visits", "--set", "就诊类别=住院")["value"] == str(count)
    persons = measured(exported, "enrolled-persons", "--set", "险种=全部")
    assert 0 < int(persons["value"]) <= 1000


def test_what_the_warehouse_does_not_hold_is_not_measured(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing column is named; nothing is made up."""
    call = ["performance", "measure", "run", "instant-settlement", "--period", "2024", "--datasets", str(exported / "datasets.toml")]
    assert main(call) == 2
    said = capsys.readouterr().err
    assert "instant-settlement 不能计算" in said
    assert "settled" in said
