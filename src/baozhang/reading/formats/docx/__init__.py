"""Word documents (DOCX, DOCM): what stands on the pages when all changes are accepted, headings and numbering made plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.reading.formats.docx.body import Body
from baozhang.reading.formats.docx.numbering import Numbering
from baozhang.reading.formats.docx.styles import Styles
from baozhang.reading.formats.markup import child, tree_of
from baozhang.reading.formats.ooxml import main_part, related
from baozhang.reading.formats.packages import Package
from baozhang.reading.formats.writing import TranscriptWriter

if TYPE_CHECKING:
    from baozhang.reading.formats.transcript import Transcript

__all__ = ["transcribe"]


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a Word document; raises InputError when it is damaged."""
    package = Package(raw, file)
    part = main_part(package, "word/document.xml")
    styles = Styles(related(package, part, "styles"))
    numbering = Numbering(related(package, part, "numbering"), styles)
    writer = TranscriptWriter("Word 文档", file, flowing=True)
    body = Body(writer, styles, numbering)
    body.write(child(tree_of(package.stream(part), file, part), "body"))
    body.write_notes(related(package, part, "footnotes"), related(package, part, "endnotes"))
    return writer.done()
