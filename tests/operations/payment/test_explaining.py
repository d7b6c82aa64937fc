"""An explanation is no second opinion: step by step it comes to what the query and the clearing have."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from baozhang.errors import UsageError
from baozhang.operations.payment.case_files import read_relation
from baozhang.operations.payment.explaining import count_row, explain, row_of
from baozhang.operations.payment.parameters import read_parameters
from baozhang.operations.payment.relations import CASES, WHOLE
from baozhang.operations.payment.years import CasesYear, Sources, calculate

FOLDER: Final = Path(__file__).parents[3] / "examples" / "payment"


@pytest.mark.parametrize("name", ["点数法", "费率法", "分值法"])
def test_every_case_of_the_example(name: str) -> None:
    sources = Sources(FOLDER / "病例.csv", FOLDER / "历史病例.csv", reviews=FOLDER / "特例单议.csv")
    reviews = None if name == "分值法" else sources.reviews  # two applications are more than 5 per mille
    year = calculate(read_parameters(FOLDER / f"{name}.toml"), Sources(sources.input, sources.history, reviews=reviews), scheme="S")
    assert isinstance(year, CasesYear)
    cleared = year.cleared({"": 200_000_000}, {})
    answers = {row["id"]: row for row in year.rows.to_pylist()}
    for given in read_relation(sources.input, CASES).to_pylist()[:60]:
        counted = count_row(year.priced, given)
        answer = answers[given["id"]]
        assert (counted.kind, counted.points) == (answer["kind"], Fraction(answer["points"], WHOLE))
        steps = explain(year.priced, given, cleared)
        if counted.kind != "不纳入":
            fund = row_of(cleared.amounts, given["id"])["fund"]
            assert steps[-2].topic == "基金应付"
            assert f"{abs(fund) // 100:,}.{abs(fund) % 100:02d} 元" in steps[-2].text
    with pytest.raises(UsageError, match="没有编号"):
        row_of(year.rows, "没有")
