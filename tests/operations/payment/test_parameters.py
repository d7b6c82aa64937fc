"""Every parameter file that comes with the program can be used; a wrong one says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.errors import InputError, UsageError
from baozhang.operations.payment.parameters import read_parameters, shipped
from tests.operations.payment.samples import DATA, parameters

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path


@pytest.mark.parametrize("file", shipped(), ids=lambda file: str(file.name))
def test_files_of_the_program(file: Traversable) -> None:
    header = read_parameters(file).header
    assert file.name.startswith(header.name)
    assert header.source
    assert header.local, "what is not set nationally says so"
    assert header.label == f"{header.name}@{header.version}#{header.digest[:8]}"


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("dip-specification", 'basic = "1"', "", ""),
        ("dip-specification", "constant = 1000", "", "缺少：constant"),
        ("dip-specification", "constant = 1000", "constant = 1000\nextra = 1", "不认识：extra"),
        ("dip-specification", 'low_below = "0.5"', "low_below = 0.5", "low_below = 0.5 应为不空的文字"),
        ("dip-specification", 'low_below = "0.5"', 'low_below = "0.50001"', "至多四位小数"),
        ("dip-specification", 'low_below = "0.5"', 'low_below = "1.5"', "低倍率界限"),
        ("dip-specification", '"DIP"', '"XYZ"', "之一"),
        ("dip-specification", 'share = "0.95"', 'share = "1.95"', "prepayment.share 应在 0 和 1 之间"),
        ("dip-specification", 'basis = "点数"', 'basis = "人数"', "prepayment.basis"),
        ("drg-rate-example", 'low = "0.85"', 'low = "1.5"', "界限"),
        ("drg-points-example", "days_from = 60", "day_from = 60", "不认识：excluded.day_from"),
        ("drg-points-example", "valid_from = 2024-01-01", "valid_from = 2024-01-01\nvalid_to = 2023-12-31", "valid_to"),
        ("bed-day-example", '  { class = "精神", day = "240.00" },', '  { class = "精神", up_to = 9, day = "240.00" },', "床日分段"),
        ("bed-day-example", 'day = "300.00"', 'day = "300.001"', r"standards\[8\].day = 300.001 应为不小于 0、至多两位小数"),
        ("county-package-example", "score_from = 90", "score_from = 70", "从高到低"),
        ("procurement-example", 'kept = "0.5"', 'kept = "0.6"', "50%"),
    ],
)
def test_wrong_parameters_say_what_is_wrong(tmp_path: Path, name: str, old: str, new: str, why: str) -> None:
    text = (DATA / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "p.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    if not why:
        assert read_parameters(file).header.digest != parameters(name).header.digest
        return
    with pytest.raises(InputError, match=why):
        read_parameters(file)


def test_a_year_outside_the_validity_is_refused() -> None:
    header = parameters("drg-points-example").header
    header.check_months(["", "2024-01", "2025-12"])
    with pytest.raises(UsageError, match="不能用于 2023-12"):
        header.check_months(["2023-12", "2024-01"])
