"""Word documents of the old kind (DOC, Word 97 to 2003): the binary file of MS-DOC, as its pages show it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from baozhang.errors import InputError
from baozhang.reading.formats.doc.body import Body
from baozhang.reading.formats.doc.file import WordFile
from baozhang.reading.formats.kinds import AS_DOCX
from baozhang.reading.formats.writing import TranscriptWriter

if TYPE_CHECKING:
    from baozhang.reading.formats.transcript import Transcript

__all__ = ["transcribe"]


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a Word document; raises InputError when it is damaged, has a password or is older than Word 97."""
    writer = TranscriptWriter("Word 97—2003 文档", file, flowing=True)
    try:
        Body(WordFile(raw, file), writer).write()
    except (struct.error, IndexError, ValueError) as error:
        raise InputError(file, "文件已损坏，文档的结构不完整", AS_DOCX) from error
    return writer.done()
