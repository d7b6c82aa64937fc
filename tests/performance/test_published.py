"""The published forms scored anew: what does not agree is exactly what the documentation lists and judges."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from baozhang.performance.detection import detect, rescore
from baozhang.performance.forms import forms_of
from baozhang.reading import read_file

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = ROOT.parent / "shared" / "seeds"
PAGE: Final = ROOT / "docs" / "rescored-forms.md"
_LISTED: Final = re.compile(r"\| (S\d) \| (\d+) \| ([^|]+) \| ([\d.]+) \| ([\d.]+) \|")
_COUNTED: Final = re.compile(r"\| (S\d)（[^）]+） \| `([\w-]+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|")


@pytest.mark.skipif(not SEEDS.exists(), reason="公开文本不在 ../shared/seeds")
def test_the_list_is_what_the_program_finds() -> None:
    """Every difference is listed with what is printed and what follows; every count is right; nothing else differs."""
    text = PAGE.read_text(encoding="utf-8")
    found, counted = set(), []
    for number, path in enumerate(sorted(SEEDS.glob("*.txt")), start=1):
        forms = forms_of(read_file(path))
        detected = detect(forms)
        if detected is None:
            continue
        scored = [rescore(form, printed, detected.scheme) for form, printed in forms]
        found |= {(f"S{number}", str(one.line), one.what, one.printed, one.expected) for each in scored for one in each.differences}
        judged = sum(each.judged for each in scored)
        counts = (len(forms), detected.computed, detected.agreeing, judged)
        counted.append((f"S{number}", detected.scheme.id, *map(str, counts)))
    assert {match.groups() for match in _LISTED.finditer(text)} == found
    assert [match.groups() for match in _COUNTED.finditer(text)] == counted
