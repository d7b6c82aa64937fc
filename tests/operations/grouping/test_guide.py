"""The guide says what there is: every table, column, status, kind of condition and parameter."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from baozhang.operations.grouping.case import COLUMNS, STATUS_NAMES
from baozhang.operations.grouping.conditions import ATOM_NAMES
from baozhang.operations.grouping.dip.catalogue import DIP_FORMS, Parameters
from baozhang.operations.grouping.dip.scoring import DIP_STATUS_NAMES, RESULT_COLUMNS
from baozhang.operations.grouping.tables import DRG_FORMS, Form

GUIDE: Final = Path(__file__).parents[3] / "docs" / "guide"
DRG, DIP = ((GUIDE / name).read_text(encoding="utf-8") for name in ("drg.md", "dip.md"))
SHARED: Final = {form.name for form in DRG_FORMS}


@pytest.mark.parametrize(
    ("page", "form"), [(DRG, form) for form in DRG_FORMS] + [(DIP, form) for form in DIP_FORMS if form.name not in SHARED]
)
def test_every_table_is_described(page: str, form: Form) -> None:
    name, sheet, columns, _ = form
    described = [f"`{each.name}`（{each.heading}{'，可空' if each.optional else ''}）" for each in columns]
    assert f"| `{name}.csv` | {sheet} | {'、'.join(described)} |" in page


def test_every_kind_of_condition_is_described() -> None:
    words = set(re.findall(r"\w+", DRG))
    assert [name for name in ATOM_NAMES if name not in words] == []


def test_every_column_and_status_is_described() -> None:
    assert [name for name in COLUMNS if f"| `{name}` |" not in DRG] == []
    assert [status for status in STATUS_NAMES if f"| `{status}` |" not in DRG] == []
    assert [name for name in (*RESULT_COLUMNS, *DIP_STATUS_NAMES) if f"`{name}`" not in DIP] == []


def test_every_parameter_is_described() -> None:
    assert [each.name for each in fields(Parameters) if f"`{each.name}`" not in DIP] == []
