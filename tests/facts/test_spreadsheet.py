"""Texts as cells: no spreadsheet runs them, and they come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.facts.spreadsheet import STARTS_FORMULA, harmless, without_apostrophe

_TEXTS = st.tuples(st.sampled_from(("", *STARTS_FORMULA)), st.text(max_size=8)).map("".join)


@given(_TEXTS)
def test_a_cell_begins_no_formula_unless_it_is_a_figure(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(STARTS_FORMULA) or float(cell) <= 0


@given(_TEXTS.filter(lambda text: not text.startswith("'")))
def test_what_was_made_harmless_comes_back(text: str) -> None:
    assert without_apostrophe(harmless(text)) == text


@pytest.mark.parametrize("text", ["\r=1", "＝1+1", "－1", "-1+1", "-1.", "-.5"])
def test_signs_of_every_keyboard_are_kept_from_running(text: str) -> None:
    assert harmless(text) == f"'{text}"
