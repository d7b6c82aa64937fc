"""`audit --format pdf`: the original PDF with its findings as annotations, to read in any PDF viewer."""

from __future__ import annotations

import ctypes
import hashlib
import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from baozhang.auditing.findings import Severity
from baozhang.auditing.reports.shown import SEVERITIES, grouped, is_figure, one_line
from baozhang.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baozhang.auditing.findings import DocumentAudit, Evidence, Finding, PageBox

_COLOURS: Final = {Severity.ERROR: (255, 120, 110), Severity.WARNING: (255, 205, 90), Severity.NOTE: (140, 195, 245)}
_AUTHOR: Final = "保障报账"
_GRAVITY: Final = {severity: at for at, severity in enumerate(Severity)}
_ROOM: Final = 1.0
"""How far a box reaches beyond the words in it, in points."""
_PRINTED: Final = 4
"""Annotation flag of PDF: shown in print too."""
_NOTE_SIZE: Final = 20.0
ONE_PDF: Final = "pdf 报告是在原件上加批注：请只给出一份 PDF 文件，多份或其他格式的文件请用 html 报告。"


@dataclass(frozen=True, slots=True)
class _Marked:
    """A box to be marked: what is said about it, and how grave the gravest of it is."""

    severity: Severity
    words: list[str]
    suspect: bool = True


def write_annotated_pdf(outcomes: Iterable[DocumentAudit | InputError], out: IO[bytes]) -> None:
    """Write the original of the one document with its findings marked; UsageError where it is not one PDF file.

    A file that could not be read has no report: its InputError is raised.
    """
    audits = list(outcomes)
    if len(audits) != 1:
        raise UsageError(ONE_PDF)
    (audit,) = audits
    if isinstance(audit, InputError):
        raise audit
    out.write(annotated(_original(audit), audit))


def _original(audit: DocumentAudit) -> bytes:
    about = audit.document.about
    try:
        raw = Path(about.file).read_bytes()
    except OSError as error:
        raise InputError(about.file, "写批注时文件打不开", "请不要在核对时移动文件。") from error
    if hashlib.sha256(raw).hexdigest() != about.document_id:
        raise InputError(about.file, "写批注时文件已被改动", "请重新核对。")
    if b"%PDF-" not in raw[:1024]:
        raise UsageError(ONE_PDF)
    return raw


def annotated(raw: bytes, audit: DocumentAudit) -> bytes:
    """The PDF with an annotation for every place of every finding, and one on the first page for what concerns the whole."""
    from pypdfium2 import raw as pdfium  # noqa: PLC0415  # loads only when a PDF is written

    from baozhang.reading.formats.pdf.opening import opened, opened_page, page_frame  # noqa: PLC0415

    file = audit.document.about.file
    boxes = _boxes(audit)
    whole = [_note(number, one) for number, one in enumerate(audit.findings, start=1) if not _has_box(one)]
    target = io.BytesIO()
    with opened(raw, file) as document:
        for number in sorted({box.page for box in boxes} | ({1} if whole else set())):
            with opened_page(document, number - 1, file) as page:
                frame = page_frame(page, number)
                for box, marked in boxes.items():
                    if box.page == number:
                        area = (box.left / 100 - _ROOM, box.top / 100 - _ROOM, box.right / 100 + _ROOM, box.bottom / 100 + _ROOM)
                        kind = pdfium.FPDF_ANNOT_HIGHLIGHT if marked.suspect else pdfium.FPDF_ANNOT_UNDERLINE
                        _annotate(page.raw, kind, frame.shown.back().area(*area), marked)
                if whole and number == 1:
                    area = (_NOTE_SIZE, _NOTE_SIZE, 2 * _NOTE_SIZE, 2 * _NOTE_SIZE)
                    gravest = min((one.severity for one in audit.findings if not _has_box(one)), key=_GRAVITY.__getitem__)
                    _annotate(page.raw, pdfium.FPDF_ANNOT_TEXT, frame.shown.back().area(*area), _Marked(gravest, whole))
        document.save(target)
    return target.getvalue()


def _has_box(finding: Finding) -> bool:
    return bool(finding.evidence and finding.evidence[0].original and finding.evidence[0].original.boxes)


def _boxes(audit: DocumentAudit) -> dict[PageBox, _Marked]:
    """Every box that findings speak of, once, with all that is said about it: the suspect places first."""
    said: defaultdict[PageBox, list[tuple[bool, Severity, str]]] = defaultdict(list)
    for number, finding in enumerate(audit.findings, start=1):
        for place in finding.evidence:
            suspect = place.side == "suspect"
            words = _note(number, finding) if suspect else _against(number, finding, place)
            for box in place.original.boxes if place.original else ():
                said[box].append((suspect, finding.severity, words))
    marked = {}
    for box, entries in said.items():
        ordered = sorted(entries, key=lambda entry: (not entry[0], _GRAVITY[entry[1]]))
        marked[box] = _Marked(ordered[0][1], list(dict.fromkeys(words for _, _, words in ordered)), suspect=ordered[0][0])
    return marked


def _note(number: int, finding: Finding) -> str:
    """What is said at a suspect place."""
    lines = [f"【{SEVERITIES[finding.severity]} {number}】{finding.rule} {one_line(finding.message)}"]
    figures = (("文中", finding.actual), ("应为", finding.expected), ("相差", finding.difference))
    shown = [f"{name} {grouped(one_line(value))}" for name, value in figures if value.strip() and is_figure(one_line(value))]
    lines += ["，".join(shown)] if shown else []
    lines += [f"依据：{one_line(finding.basis)}"] if finding.basis else []
    lines += [f"建议：{one_line(finding.suggestion)}"] if finding.suggestion else []
    return "\n".join(lines)


def _against(number: int, finding: Finding, place: Evidence) -> str:
    """What is said at a place that a suspect one was compared with."""
    return f"【对照 {number}】{finding.rule} {one_line(place.text)}（问题在{finding.where}）"


def _annotate(page: Any, kind: int, area: tuple[float, float, float, float], marked: _Marked) -> None:  # noqa: ANN401  # pypdfium2 ships no types
    """Add one annotation; `area` in the PDF's own coordinates (left, bottom, right, top)."""
    from pypdfium2 import raw as pdfium  # noqa: PLC0415

    left, bottom, right, top = area
    annotation = pdfium.FPDFPage_CreateAnnot(page, kind)
    if not annotation:
        return
    try:
        pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *_COLOURS[marked.severity], 255)
        pdfium.FPDFAnnot_SetRect(annotation, pdfium.FS_RECTF(left, top, right, bottom))
        pdfium.FPDFAnnot_SetFlags(annotation, _PRINTED)
        if kind != pdfium.FPDF_ANNOT_TEXT:
            corners = pdfium.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
            pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, corners)
        for key, value in ((b"Contents", "\n\n".join(marked.words)), (b"T", _AUTHOR)):
            pdfium.FPDFAnnot_SetStringValue(annotation, key, _wide(value))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _wide(text: str) -> ctypes.Array[ctypes.c_ushort]:
    """A string as pdfium wants it: UTF-16, little-endian, ended by zero."""
    units = text.encode("utf-16-le", errors="replace") + b"\0\0"
    return (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
