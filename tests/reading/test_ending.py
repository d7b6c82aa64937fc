"""Documents that break off before their contents end."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from baozhang.auditing.engine import evaluate
from baozhang.auditing.rule import load_rules
from baozhang.reading.blocks import read_blocks
from baozhang.reading.document import read_text
from baozhang.reading.ending import BROKEN_OFF, broken_off

TEXT: Final = (Path(__file__).parents[2] / "examples" / "final-account-clean.txt").read_text(encoding="utf-8")
LINES: Final = TEXT.split("\n")


def until(words: str, more: int = 0) -> str:
    """The example up to the first line behind its contents with these words, and some lines more."""
    return "\n".join(LINES[: next(at for at, line in enumerate(LINES) if at > 60 and words in line) + 1 + more])


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        (until("20805"), "第三部分2024年度部门决算情况说明"),
        (until("2080501", 3), "第三部分2024年度部门决算情况说明"),
        (until("四、财政拨款收入支出决算总体情况说明", 2), "五、一般公共预算财政拨款支出决算情况说明"),
    ],
)
def test_a_document_that_breaks_off_says_so_and_is_not_blamed_for_it(text: str, listed: str) -> None:
    document = read_text(text)
    reasons = [row.why for row in document.unrecognised if row.why.startswith(BROKEN_OFF)]
    assert reasons == [f"{BROKEN_OFF}：目录还列有“{listed}”，后面都没有"]
    (audit,) = evaluate([document], load_rules())
    assert not [finding.message for finding in audit.findings if finding.severity == "error"]


def test_a_whole_document_and_one_without_contents_break_off_nowhere() -> None:
    assert broken_off(read_blocks(TEXT)) is None
    assert broken_off(read_blocks("\n".join(LINES[60:200]))) is None
