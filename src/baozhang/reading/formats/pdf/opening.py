"""The door for PDF: a file is opened within bounds, or refused with what to do about it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.reading.formats.paged.geometry import frame_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfDocument, PdfPage

    from baozhang.reading.formats.paged.geometry import Frame

MAX_BYTES: Final = 256 * 1024 * 1024
"""Largest PDF that is read; published accounts with their seals and pictures are below 50 MB."""
MAX_PAGES: Final = 2_000
"""Most pages; the longest final accounts with all their forms have some hundred."""
_ADVICE: Final = "请用 PDF 阅读器打开，另存或打印成新的 PDF 后再检查。"


@contextmanager
def opened(raw: bytes, file: str) -> Iterator[PdfDocument]:
    """The document of a PDF file; InputError when it is encrypted, damaged or beyond the bounds."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  # takes its time to load

    if len(raw) > MAX_BYTES:
        raise InputError(file, f"PDF 文件有 {len(raw) // 1048576} MB，超过 {MAX_BYTES // 1048576} MB 的上限", "请拆分后再检查。")
    try:
        document = PdfDocument(raw)
    except PdfiumError as error:
        raise _refused(file, error) from error
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise InputError(file, f"PDF 文件有 {pages} 页，超过 {MAX_PAGES} 页的上限", "请拆分后再检查。")
        if not pages:
            raise InputError(file, "PDF 文件没有一页可读，文件可能已损坏", _ADVICE)
        yield document
    finally:
        document.close()


def _refused(file: str, error: Exception) -> InputError:
    if "password" in str(error).lower():
        return InputError(file, "PDF 文件设有打开密码", "请取消密码，另存后再检查。")
    return InputError(file, "PDF 文件已损坏或不完整，无法打开", _ADVICE)


@contextmanager
def opened_page(document: PdfDocument, index: int, file: str) -> Iterator[PdfPage]:
    """Page `index` (from 0); InputError when it cannot be loaded."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    try:
        page = document[index]
    except PdfiumError as error:
        raise InputError(file, f"PDF 文件第 {index + 1} 页已损坏，无法读取", _ADVICE) from error
    try:
        yield page
    finally:
        page.close()


def page_frame(page: PdfPage, number: int) -> Frame:
    """Page `number` (from 1) as it is shown: its crop box, turned by its /Rotate."""
    from pypdfium2 import raw as pdfium  # noqa: PLC0415

    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box):
        width, height = page.get_size()
        return frame_of(number, (0, 0, width, height), 0)
    return frame_of(number, (box.left, box.bottom, box.right, box.top), page.get_rotation())
