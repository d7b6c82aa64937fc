"""The guide names every method, every parameter file and every key that one may hold, every query, every kind of file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from baozhang.operations.payment.methods import METHODS
from baozhang.operations.payment.parameters import Method, shipped

GUIDE: Final = (Path(__file__).parents[3] / "docs" / "guide" / "payment.md").read_text(encoding="utf-8")


def test_methods_files_and_keys() -> None:
    for method in Method:
        assert f"| `{method}` |" in GUIDE
    for file in shipped():
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        assert f"`{file.name.removesuffix('.toml')}`" in GUIDE
        assert {key for key in values if f"`{key}`" not in GUIDE} == set()


def test_options_and_columns_of_cases() -> None:
    options = {option for about in METHODS.values() for option in about.files}
    assert {option for option in options - {"--input"} if option not in GUIDE} == set()
    cases = METHODS[Method.DRG_POINTS].files["--input"]
    assert {column.name for column in cases.columns if f"`{column.name}`" not in GUIDE} == set()


def test_queries() -> None:
    folder = Path(__file__).parents[3] / "src" / "baozhang" / "operations" / "payment" / "queries"
    assert {file.name for file in folder.glob("*.sql") if f"`{file.name}`" not in GUIDE} == set()
