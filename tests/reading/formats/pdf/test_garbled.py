"""Pages whose fonts do not say which characters they print."""

from __future__ import annotations

import pytest

from baozhang.errors import InputError
from baozhang.reading.formats.pdf import transcribe
from baozhang.reading.formats.pdf.garbled import is_garbled
from tests.reading.formats.pdf.printing import STATEMENT, pdf


def test_a_file_without_a_map_of_its_characters_is_refused_not_passed() -> None:
    """Its text can be taken out, and is the numbers of shapes: without a word of it, nothing would be wrong."""
    raw = pdf(STATEMENT)
    assert transcribe(raw, "a.pdf").lines
    with pytest.raises(InputError, match="没有注明文字编码"):
        transcribe(raw.replace(b"/ToUnicode", b"/ToNothing"), "a.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "ㅢж䜞࠼р⎭ᐸቶᾸ߫",  # shapes taken for characters of whatever script
        "жȽ᭬ޛ᭥࠰ߩ㇍ᙱ㺞1,300.50",  # the figures have a font that says what they are
        '!"#$%&()*+<=>?@;2024',  # shapes counted from 33 on
        "'àÞ门'0þ入支'0`³ÚLÿÞÉ",
    ],
)
def test_characters_that_make_no_text_are_garbled(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        "一、收入支出决算总表（金额单位：万元）",
        "⼀、收⼊⽀出决算总表",  # radicals, as browsers print them
        "1,300.50 1,300.00 0.50 - 12 -",
        "Budget 2024 (draft), No. 12",
        "α≥95％",
        "①√×○□●▲★→",
        "ئاپتونوم رايونلۇق مالىيە",  # a page of a bilingual document
        "",
    ],
)
def test_texts_figures_and_signs_are_not_garbled(text: str) -> None:
    assert not is_garbled(text)
