"""Damaged input is read or refused with InputError, quickly; it never breaks the program."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.auditing.rule import load_rules
from baozhang.errors import InputError
from baozhang.reading import read_text
from baozhang.reading.text import decode
from benchmarks.fuzz import FIGURES, PIECES, check, damaged, flipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.auditing.rule import Rule

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
LIMIT: Final = 10.0
"""Seconds a damaged document may take; the undamaged ones take a tenth of a second."""
LONG: Final = 20_000
WORDS: Final = (
    "合计", "本年收入合计", "收入决算表", "公开01表", "单位：万元", "208", "2080505", "一、", "（一）", "第三部分", "注：", "项目", "万元",
    "增加", "增长", "12.50", "0.00", "1,234.56", "100%", "≥90%", "2024年度", "一级指标", "年度资金总额", "得分", "总分",
    "绩效自评表", "目 录", "", " ",
)  # fmt: skip


@cache
def texts() -> Sequence[str]:
    """The examples."""
    files = [path for path in sorted(EXAMPLES.glob("*.*")) if path.suffix in {".txt", ".md"} and path.stem != "README"]
    return [path.read_text(encoding="utf-8") for path in files]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, for the few damaged documents that are audited as well."""
    return tuple(load_rules())


@pytest.mark.parametrize("seed", range(24))
def test_damaged_document_is_read(seed: int) -> None:
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    check(damaged(random.choice(texts()), random), LIMIT, rules() if seed % 6 == 0 else None)


@pytest.mark.parametrize("seed", range(24))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    raw = random.choice(texts())[:6000].encode(random.choice(["utf-8", "gb18030", "utf-16"]), errors="replace")
    try:
        text = decode(flipped(raw, random), "fuzz")
    except InputError:
        return
    check(text, LIMIT, None)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("start", ["| 合计 | ", "2024年度收入"])
def test_huge_cell_is_read_in_time(start: str, piece: str) -> None:
    check(f"2024年度\n部门决算\n\n公开01表\n\n单位：万元\n\n{start}{piece * (LONG // len(piece))} |\n", LIMIT, None)


@pytest.mark.parametrize("figure", FIGURES)
def test_odd_figures_in_a_statement_and_in_prose(figure: str) -> None:
    text = texts()[0].replace("0.00", figure, 40).replace("万元，", f"万元，{figure}万元，", 5)
    check(text, LIMIT, rules())


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), min_size=1, max_size=40), st.sampled_from(["\t", " | ", ""]))
@settings(max_examples=40)
def test_any_arrangement_of_words_is_read(rows: list[list[str]], mark: str) -> None:
    with suppress(InputError):
        read_text("\n".join(mark.join(row) for row in rows))


@given(st.text(max_size=400))
@settings(max_examples=40)
def test_any_text_is_read(text: str) -> None:
    with suppress(InputError):
        read_text(text)
