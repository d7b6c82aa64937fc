"""Damaged files of every format are read or refused with InputError, in time; the rounds of `benchmarks/fuzz_formats.py`, a few of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import pytest

from benchmarks.fuzz_formats import check_file, damaged_file
from tests.reading.formats.parts import parts_of
from tests.reading.formats.rendering import FORMATS

EXAMPLE: Final = Path(__file__).parents[3] / "examples" / "budget-clean.md"
LIMIT: Final = 60.0
"""Seconds a damaged file may take on a busy machine; whole ones take a tenth of one."""
LINES: Final = 220


@cache
def original(ending: str) -> bytes:
    """The first part of an example, with several tables."""
    return FORMATS[ending](parts_of("\n".join(EXAMPLE.read_text(encoding="utf-8").split("\n")[:LINES])))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("ending", FORMATS)
def test_a_damaged_file_is_read_or_refused(ending: str, seed: int) -> None:
    random = Random(f"{ending} {seed}")  # noqa: S311  # repeatable, not secret
    check_file(damaged_file(original(ending), random), LIMIT)
