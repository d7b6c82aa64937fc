"""A publication as a Word document that opens in Word and WPS, in the style of official documents (GB/T 9704-2012)."""

from __future__ import annotations

from baozhang.compiling.formats.word.document import to_docx

__all__ = ["to_docx"]
