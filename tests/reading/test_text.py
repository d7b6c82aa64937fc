"""The door: encodings, refusals and folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhang.errors import InputError
from baozhang.reading.text import _FOLD, compact, decode, fold, folded_lines, split_lines

SAMPLE = "2024年度部门决算情况说明：收入总计100.00万元，支出总计100.00万元，与上年决算数相比增加。\n" * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_known_encodings_are_detected(encoding: str) -> None:
    assert decode(SAMPLE.encode(encoding), "a.txt") == SAMPLE


def test_a_file_cut_inside_a_character_is_read_up_to_there() -> None:
    assert decode(SAMPLE.encode()[:-5], "a.txt").startswith("2024年度")
    assert decode(SAMPLE.encode("gb18030")[:-2], "a.txt").startswith("2024年度")


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "空"),
        (b" \n\t ", "空"),
        ("收入\n支\x00出".encode(), "第 2 行"),
        (SAMPLE.encode("big5", errors="ignore"), "编码"),
        (bytes(range(1, 256)) * 40, "编码"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(raw: bytes, word: str) -> None:
    with pytest.raises(InputError) as refused:
        decode(raw, "坏文件.txt")
    assert word in refused.value.why
    assert refused.value.file == "坏文件.txt"
    assert refused.value.advice


def test_folding_makes_alike_characters_equal() -> None:
    assert fold("（⾦额：１２．５％）　⻔诊") == "(金额:12.5%) 门诊"
    assert fold("<p>保证**费用**</p>") == "保证费用"
    assert fold("≧90﹪") == "≥90%"
    assert fold("<4500元") == "<4500元"


def test_blanks_inside_words_and_figures_go() -> None:
    assert compact("支出 决算 为 17.14 万元") == "支出决算为17.14万元"
    assert compact("支出 10 420.92 万元") == "支出10420.92万元"
    assert compact("DRG payment 方式") == "DRG payment方式"


def test_mixed_line_ends_count_as_one_line_each() -> None:
    assert [line.source for line in split_lines("甲\r\n乙\n丙\r丁")] == ["甲", "乙", "丙", "丁"]


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert len(split_lines(text)) >= 1
    if "<" not in once and "*" not in once:
        assert fold(once) == once


def test_letters_that_a_scanner_took_for_digits_are_digits_within_figures_only() -> None:
    assert fold("支出1O.5l万元，l12.50\t1,2O0.00\tO.00") == "支出10.51万元,112.50\t1,200.00\t0.00"
    assert fold("DIP2.0、O2O、IPO 5") == "DIP2.0、O2O、IPO 5"


def test_no_character_folds_to_one_that_folds_itself() -> None:
    assert [(char, plain) for char, plain in _FOLD.items() if plain != char and not _FOLD.keys().isdisjoint(plain)] == []


@given(st.lists(st.text("收１２ＯIl.，（<b>*| \t\u3000⾦\x0c0", max_size=12), min_size=1, max_size=5))
def test_lines_are_folded_together_as_each_by_itself(sources: list[str]) -> None:
    assert [line.text for line in folded_lines(sources)] == [fold(source) for source in sources]
