"""How text and figures are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from baozhang.auditing.reports.shown import (
    family_name,
    family_of,
    grouped,
    is_figure,
    layout_name,
    one_line,
    padded,
    title_of,
    width_of,
    wrapped,
)

if TYPE_CHECKING:
    from baozhang.auditing.findings import DocumentAudit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10420.92", "10,420.92"),
        ("-0.01", "−0.01"),
        ("12345", "12,345"),
        ("2024", "2024"),
        ("公开01表", "公开01表"),
        ("1,200.5", "1,200.5"),
    ],
)
def test_grouped(text: str, shown: str) -> None:
    assert grouped(text) == shown


@pytest.mark.parametrize(
    ("text", "figure"), [("2,984.80", True), ("－1.2", True), ("4.68%", True), ("—", True), ("合计", False), ("", False)]
)
def test_is_figure(text: str, *, figure: bool) -> None:
    assert is_figure(text) is figure


def test_one_line_has_no_control_characters() -> None:
    assert one_line(" a\tb\r\nc\x00\x1b[0m\u202e ") == "a b c\ufffd\ufffd[0m\ufffd"


def test_padding_counts_wide_characters() -> None:
    assert padded("表", 4) == "表  "
    assert padded("12", 4, right=True) == "  12"
    assert width_of("e\u0301") == 1


def test_wrapping_keeps_every_character() -> None:
    text = "本年收入合计 10420.92 万元，比上年增加 20.00 万元，增长 4.68%。" * 3
    lines = wrapped(text, 20)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines if line[:1] in set("，。%")]


def test_families() -> None:
    assert family_name(family_of("TAB-201")) == "表内表间勾稽"
    assert family_name("ABC") == "ABC"


def test_a_document_always_has_a_name(audit: DocumentAudit) -> None:
    assert title_of(audit.document) == "某市医疗保障局 2024 年度部门决算"
    bare = replace(audit.document, about=replace(audit.document.about, department="", layout=""))
    assert title_of(bare) == "示例.txt"
    assert layout_name(bare) == "版式未识别"
    named = replace(audit.document, about=replace(audit.document.about, title="某县\n决算"))
    assert title_of(named) == "某县 决算"
