"""Expressions looked for only where they can begin find what `re` finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from baozhang.reading.sought import Sought

EXPRESSION = r"(?<!a)(?:1{2,}|2[ab]|31(?=1))|b(?<=ab)"


@given(st.text("ab123 \n"))
def test_finds_what_re_finds(text: str) -> None:
    """Looking only where a match can begin changes nothing: lookbehind sees what stands before, matches do not overlap."""
    sought = Sought("123b", EXPRESSION)
    expected = [(found.span(), found[0]) for found in re.finditer(EXPRESSION, text)]
    assert [(found.span(), found[0]) for found in sought.finditer(text)] == expected
    first = sought.search(text)
    assert (first and first.span()) == (expected[0][0] if expected else None)
