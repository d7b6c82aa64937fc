"""Word 97–2003 documents: the same words, tables and facts as the documents they were made from."""

from __future__ import annotations

import gzip
import struct
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from baozhang.errors import InputError
from baozhang.reading.document import read_text, read_transcript
from baozhang.reading.formats import transcribe
from baozhang.reading.formats.doc.properties import Cell, changes, paragraph_of
from benchmarks.fuzz_formats import check_file, damaged_file
from tests.reading.formats.test_invariance import EXAMPLES, facts, rest

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = Path(__file__).parent / "doc"
MAGIC: Final = struct.pack("<H", 0xA5EC)
SECTOR: Final = 512


@cache
def document(name: str) -> bytes:
    """One of the kept documents."""
    return gzip.decompress((FOLDER / f"{name}.doc.gz").read_bytes())


def header_at(raw: bytes) -> int:
    """Where the header of the main stream stands in the file."""
    return next(at for at in range(SECTOR, len(raw), SECTOR) if raw.startswith(MAGIC, at))


def changed(at: int, value: int) -> bytes:
    """The document of features with two bytes of its header changed."""
    raw = bytearray(document("features"))
    struct.pack_into("<H", raw, header_at(bytes(raw)) + at, value)
    return bytes(raw)


def test_what_a_reader_of_the_page_sees() -> None:
    assert [line.text for line in transcribe(document("features"), "甲.doc").lines if line.text] == [
        "# 第一部分 概况",
        "看得见文字。",
        "1. 第一项内容",
        "2. 第二项内容",
        "指标≥90%",
        "页码 1",
        "改动前加上",
        "项目\t金额（万元）\t\t",
        "\t合计\t基本\t项目",
        "合计内甲 内乙\t3.00\t1.00\t2.00",
        "新的一页",
        "𠀀字在两个位置",
        "## 第二部分 表",
        "类款项\t\t金额",
        "210\t卫生健康支出\t1.00",
        "合计\t\t1.00",
        "表后的话。",
    ]


def test_the_same_facts_as_the_text() -> None:
    text = read_text((EXAMPLES / "budget-clean.md").read_text(encoding="utf-8"))
    binary = read_transcript(transcribe(document("budget-clean"), "预算.doc"), "预算.doc", "doc")
    assert facts(text)
    assert facts(binary) == facts(text)
    assert rest(binary) == rest(text)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (lambda: changed(0x0A, 0x0300), "设有打开密码"),
        (lambda: changed(0x02, 0x65), "Word 95 或更早"),
        (lambda: changed(0x1A2, 0xFFFF), "已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused(raw: Callable[[], bytes], why: str) -> None:
    with pytest.raises(InputError, match=why):
        transcribe(raw(), "甲.doc")


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_document_is_read_or_refused(seed: int) -> None:
    check_file(damaged_file(document("features"), Random(f"doc {seed}")), 30)  # noqa: S311  # repeatable, not secret


def test_changes_tell_their_lengths() -> None:
    listed = struct.pack("<HB", 0x2416, 1) + struct.pack("<HBBH", 0xC60D, 3, 0, 0) + struct.pack("<Hh", 0x460B, 4) + b"\x16"
    assert [(code, len(operand)) for code, operand in changes(listed)] == [(0x2416, 1), (0xC60D, 4), (0x460B, 2)]


def test_cells_merged_beside_and_below() -> None:
    described = [(0, 100, 0b01), (100, 200, 0b10), (200, 300, 0b1100000), (300, 400, 0b100000)]
    edges = [0, *(right for _, right, _ in described)]
    operand = bytes([len(described)]) + struct.pack(f"<{len(edges)}h", *edges)
    operand += b"".join(struct.pack("<H18x", flags) for _, _, flags in described)
    defined = struct.pack("<HH", 0xD608, len(operand) + 1) + operand
    cells = [Cell(0, 100, continued=False), Cell(100, 200, continued=True), Cell(200, 300, continued=False), Cell(300, 400, continued=True)]
    assert paragraph_of(b"\0\0" + defined, b"").cells == cells
    later = struct.pack("<HBB", 0x5624, 2, 4) + struct.pack("<HBBB", 0xD62B, 2, 0, 1)
    assert [cell.continued for cell in paragraph_of(b"\0\0" + defined + later, b"").cells] == [True, True, False, True]
    elsewhere = struct.pack("<HL", 0x6646, 3)
    data = b"..." + struct.pack("<H", len(defined)) + defined
    assert paragraph_of(b"\0\0" + elsewhere, data).cells == cells
