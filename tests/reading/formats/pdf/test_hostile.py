"""PDFs that expand, loop or are damaged: they end in time with a message, and ordinary ones are not suspected."""

from __future__ import annotations

import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhang.errors import InputError
from baozhang.reading.formats import pdf as reader
from baozhang.reading.formats.pdf import transcribe
from baozhang.reading.formats.pdf.guarded import guarded
from baozhang.reading.formats.pdf.suspicion import suspicious
from tests.reading.formats.pdf.printing import STATEMENT, pdf, prose, rows, written_pdf


def deflated(content: bytes, entries: str = "") -> str:
    """A deflated stream object's dictionary and content."""
    packed = zlib.compress(content, 9)
    return f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>\nstream\n{packed.decode('latin-1')}\nendstream"


def nested_forms(levels: int, times: int) -> bytes:
    """A page that draws a form that draws a form …, every one `times` times."""
    more = ""
    for level in range(levels):
        inner = f"/X {7 + level} 0 R" if level + 1 < levels else ""
        content = "/X Do " * times if inner else "BT /F1 9 Tf (1) Tj ET"
        more += (
            f"{6 + level} 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>/XObject<<{inner}>>>>"
            f"/Length {len(content)}>>\nstream\n{content}\nendstream\nendobj\n"
        )
    return written_pdf(b"/X Do " * times, more, "/XObject<</X 6 0 R>>")


def test_ordinary_files_are_not_suspected() -> None:
    assert not suspicious(pdf(STATEMENT))
    assert not suspicious(written_pdf(b"BT /F1 9 Tf 72 700 Td (plain) Tj ET"))


def test_forms_that_multiply_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten levels of ten: ten thousand million characters."""
    raw = nested_forms(10, 10)
    assert suspicious(raw)
    monkeypatch.setattr(reader, "_SECONDS", 2)
    started = time.monotonic()
    with pytest.raises(InputError, match="异常膨胀"):
        transcribe(raw, "a.pdf")
    assert time.monotonic() - started < 60


def test_a_content_stream_that_expands_is_read_under_guard_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some kilobytes that become 200 MB of lines."""
    raw = written_pdf(b"").replace(b"<</Length 0>>\nstream\n\nendstream", deflated(b"0 0 m 9 9 l S\n" * 15_000_000).encode("latin-1"))
    assert len(raw) < 1_000_000
    assert suspicious(raw)
    monkeypatch.setattr(reader, "_SECONDS", 3)
    with pytest.raises(InputError):
        transcribe(raw, "a.pdf")


def test_one_long_stream_drawn_by_many_pages_is_suspected() -> None:
    """One page, or a thousand of them, with some megabytes of content: unpacked once, read a thousand times."""
    raw = written_pdf(b"0 0 m 9 9 l S\n" * 300_000)
    assert not suspicious(raw)
    assert suspicious(raw.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[" + b"3 0 R " * 1000 + b"]/Count 1000"))


def test_a_suspected_file_that_is_harmless_is_read() -> None:
    raw = nested_forms(2, 2)
    assert suspicious(raw)
    assert prose(transcribe(raw, "a.pdf"))


def test_a_file_with_a_password_is_refused() -> None:
    with pytest.raises(InputError, match="打开密码"):
        transcribe(_encrypted(), "a.pdf")


def test_pages_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baozhang.reading.formats.pdf.opening.MAX_PAGES", 3)
    with pytest.raises(InputError, match="4 页，超过 3 页"):
        transcribe(pdf("#pagebreak()".join("甲乙丙丁")), "a.pdf")


def test_a_page_tree_that_is_its_own_child_ends() -> None:
    raw = written_pdf(b"BT /F1 9 Tf 72 700 Td (text) Tj ET").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R 3 0 R]/Count 9")
    with pytest.raises(InputError):
        transcribe(raw, "a.pdf")


def test_too_many_characters_on_a_page_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baozhang.reading.formats.pdf.glyphs.MAX_CHARACTERS", 10)
    with pytest.raises(InputError, match=r"第 1 页有 \d+ 个字符"):
        transcribe(pdf("一二三四五六七八九十十一"), "a.pdf")


def test_too_many_drawings_on_a_page_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baozhang.reading.formats.pdf.drawing.MAX_OBJECTS", 10)
    with pytest.raises(InputError, match="第 1 页的图形对象超过 10 个"):
        transcribe(pdf(STATEMENT), "a.pdf")


def _dies(_raw: bytes, _file: str) -> int:
    raise SystemExit(9)


def test_a_process_that_dies_is_an_unreadable_file() -> None:
    with pytest.raises(InputError, match="异常膨胀"):
        guarded(_dies, b"", "a.pdf", 5)


@settings(max_examples=60)
@given(at=st.floats(0, 1), length=st.integers(1, 60), junk=st.binary(min_size=1, max_size=60))
def test_damaged_bytes_give_a_transcript_or_a_message(at: float, length: int, junk: bytes) -> None:
    raw = pdf(STATEMENT)
    place = int(at * len(raw))
    damaged = raw[:place] + junk + raw[place + length :]
    try:
        found = reader.transcribe_here(damaged, "a.pdf")
    except InputError:
        return
    assert all(len(line.text) < 10_000 for line in found.lines)
    assert rows(found) or prose(found)


def _encrypted() -> bytes:
    """A file whose dictionary of encryption asks for a password nobody knows."""
    secret = "(" + "x" * 32 + ")"
    entry = f"6 0 obj\n<</Filter/Standard/V 2/R 3/Length 128/P -4/O {secret}/U {secret}>>\nendobj\n"
    raw = written_pdf(b"BT ET", entry)
    return raw.replace(b"trailer\n<<", b"trailer\n<</ID[(a)(a)]/Encrypt 6 0 R")
