"""The original PDF with its findings as annotations: where they lie, what they say, and what is refused."""

from __future__ import annotations

import ctypes
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pytest
from pypdfium2 import raw as pdfium

from baozhang.auditing.engine import evaluate
from baozhang.auditing.reports.annotated_pdf import annotated, write_annotated_pdf
from baozhang.auditing.rule import load_rules
from baozhang.cli import main
from baozhang.errors import InputError, UsageError
from baozhang.reading import read_file
from tests.reading.formats.pdf.printing import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.auditing.findings import DocumentAudit

MARKUP = """
#align(center)[某市医疗保障局2024年度部门决算]
#align(center)[收入支出决算总表]
#align(right)[单位：万元]
#table(columns: (2fr, 1fr, 2fr, 1fr), inset: 4pt, [收入], [], [支出], [], [项目], [决算数], [项目], [决算数],
  [一、一般公共预算财政拨款收入], [100.00], [九、卫生健康支出], [90.00], [本年收入合计], [100.00], [本年支出合计], [90.00],
  [年初结转和结余], [5.00], [年末结转和结余], [10.00], [总计], [105.00], [总计], [100.00])
#pagebreak()
一、收入支出决算总体情况说明

2024年度收入总计105.00万元，支出总计108.00万元。
"""


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "决算.pdf"
    file.write_bytes(pdf(MARKUP))
    return file


def audited(file: Path) -> DocumentAudit:
    (audit,) = evaluate([read_file(file)], load_rules())
    return audit


def annotations_in(raw: bytes) -> list[tuple[int, int, tuple[float, float, float, float], str]]:
    """Page, subtype, rectangle (left, bottom, right, top) and words of every annotation."""
    found = []
    document = pypdfium2.PdfDocument(raw)
    for number, page in enumerate(document, start=1):
        for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            area = (rect.left, rect.bottom, rect.right, rect.top)
            found.append((number, pdfium.FPDFAnnot_GetSubtype(annotation), area, _words(annotation)))
            pdfium.FPDFPage_CloseAnnot(annotation)
    document.close()
    return found


def _words(annotation: Any) -> str:  # noqa: ANN401  # pypdfium2 ships no types
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    units = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", units, size)
    return bytes(units).decode("utf-16-le").rstrip("\0")


def text_in(raw: bytes, page: int, area: tuple[float, float, float, float]) -> str:
    document = pypdfium2.PdfDocument(raw)
    found: str = document[page - 1].get_textpage().get_text_bounded(*area)
    document.close()
    return found


def test_every_suspect_place_is_highlighted_with_what_is_wrong(file: Path) -> None:
    audit = audited(file)
    raw = annotated(file.read_bytes(), audit)
    marks = [mark for mark in annotations_in(raw) if mark[1] == pdfium.FPDF_ANNOT_HIGHLIGHT]
    assert marks
    wrong = [(page, area, words) for page, _, area, words in marks if "108.00" in words and words.startswith("【错误")]
    (page, area, words) = wrong[0]
    assert page == 2
    assert "108.00" in text_in(raw, page, area)
    assert "依据：" in words
    for finding in audit.findings:
        if finding.evidence[0].original:
            assert any(finding.message in said for _, _, _, said in marks)


def test_places_compared_with_are_underlined(file: Path) -> None:
    marks = annotations_in(annotated(file.read_bytes(), audited(file)))
    assert any(kind == pdfium.FPDF_ANNOT_UNDERLINE and words.startswith("【对照") for _, kind, _, words in marks)


def test_the_marks_can_be_seen_and_lie_on_turned_pages_too(tmp_path: Path) -> None:
    """What is drawn where the box is: the page with its annotations has another colour there than without."""
    file = tmp_path / "turned.pdf"
    document = pypdfium2.PdfDocument(pdf(MARKUP))
    document[0].set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    file.write_bytes(out.getvalue())
    audit = audited(file)
    box = next(box for one in audit.findings for place in one.evidence if place.original for box in place.original.boxes if box.page == 1)
    before, after = (_pixels(raw) for raw in (file.read_bytes(), annotated(file.read_bytes(), audit)))
    changed = np.argwhere((before != after).any(axis=2))
    inside = changed[
        (changed[:, 0] >= box.top / 100 - 3) & (changed[:, 0] <= box.bottom / 100 + 3)
        & (changed[:, 1] >= box.left / 100 - 3) & (changed[:, 1] <= box.right / 100 + 3)
    ]  # fmt: skip
    assert len(inside) > 20


def _pixels(raw: bytes) -> Any:  # noqa: ANN401
    document = pypdfium2.PdfDocument(raw)
    pixels = document[0].render(scale=1).to_numpy().astype(int)
    document.close()
    return pixels


def test_the_text_of_the_original_stays(file: Path) -> None:
    assert read_file(file).source == _reread(annotated(file.read_bytes(), audited(file)), file.parent)


def _reread(raw: bytes, folder: Path) -> tuple[str, ...]:
    (folder / "again.pdf").write_bytes(raw)
    return read_file(folder / "again.pdf").source


def test_what_concerns_the_whole_is_a_note_on_the_first_page(file: Path) -> None:
    audit = audited(file)
    missing = [one for one in audit.findings if not (one.evidence and one.evidence[0].original)]
    notes = [
        words
        for page, kind, _, words in annotations_in(annotated(file.read_bytes(), audit))
        if kind == pdfium.FPDF_ANNOT_TEXT and page == 1
    ]
    assert bool(missing) == bool(notes)
    for finding in missing:
        assert finding.message in notes[0]


def test_several_documents_and_changed_files_are_refused(file: Path) -> None:
    audit = audited(file)
    with pytest.raises(UsageError, match="只给出一份 PDF"):
        write_annotated_pdf([audit, audit], io.BytesIO())
    with pytest.raises(InputError, match="加密"):
        write_annotated_pdf([InputError("a.pdf", "加密", "")], io.BytesIO())
    file.write_bytes(pdf("另一份"))
    with pytest.raises(InputError, match="已被改动"):
        write_annotated_pdf([audit], io.BytesIO())


def test_the_command_writes_beside_the_original(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "批注.pdf"
    assert main(["audit", str(file), "--format", "pdf", "--output", str(target)]) == 1
    assert annotations_in(target.read_bytes())
    text = tmp_path / "a.txt"
    text.write_text("正文", encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    for arguments, status, message in (
        ([str(file)], 2, "用 --output 指定文件"),
        ([str(text), "--output", str(target)], 2, "只给出一份 PDF"),
        ([str(file), str(text), "--output", str(target)], 2, "只给出一份 PDF"),
        ([str(file), "--output", str(file)], 2, "会毁掉原件"),
        ([str(broken), "--output", str(tmp_path / "none.pdf")], 3, "已损坏"),
    ):
        assert main(["audit", *arguments, "--format", "pdf"]) == status
        assert message in capsys.readouterr().err
    assert not (tmp_path / "none.pdf").exists()
