"""Words and cells on a line."""

from __future__ import annotations

from baozhang.auditing.spots import cells_in, find_words, is_rule_line


def test_words_are_found_across_blanks_and_widths() -> None:
    assert find_words("金额１０ 420.92万元。", "10420.92万元") == (2, 13)
    assert find_words("没有", "120.00万元") is None
    assert find_words("", "x") is None


def test_rows_and_prose() -> None:
    assert cells_in("甲\t\t乙") == ("甲", "", "乙")
    assert cells_in(r"| a\|b | c |") == ("a|b", "c")
    assert cells_in("收入 | 支出") is None
    assert is_rule_line("|---|:--:|")
    assert not is_rule_line("| 12 | - |")
