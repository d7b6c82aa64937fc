"""The encoding of a text file that a spreadsheet or another system wrote."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def encoding_of(path: Path) -> str:
    """The encoding of a text file: that of its mark, else UTF-8 if all of it is, else GB18030."""
    with path.open("rb") as stream:
        start = stream.read(2)
        if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while piece := stream.read(1 << 22):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"
