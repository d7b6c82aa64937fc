"""Pages of a PDF as pictures for the HTML report, drawn in a process of its own within bounds of time and memory."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from baozhang.errors import InputError
from baozhang.reading.formats.pdf.guarded import guarded
from baozhang.reading.formats.pdf.opening import opened, opened_page, page_frame

if TYPE_CHECKING:
    from baozhang.facts.document import Document

_SCALE: Final = 1.75
"""Pixels of a point: 126 to the inch, at which the small print of a table can be read."""
_LONGEST: Final = 1_600
"""Most pixels of the longer side."""
_SECONDS: Final = 120
_SHADES: Final = 16
"""Shades of grey that are told apart; more make the report larger, not clearer."""
_COLOURED: Final = 24
"""Difference of the colour channels from which on a page is kept in colour."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page: its size in points as it is shown, and a PNG of it, empty where it is not wanted or there is no room for it."""

    number: int
    width: int
    height: int
    png: bytes


def page_images(document: Document, wanted: frozenset[int], room: int) -> tuple[PageImage, ...]:
    """All pages of the PDF a document was read from, the wanted ones drawn as long as they fit into `room` bytes.

    Empty when it was read from anything else, or the file is no longer what it was.
    """
    try:
        raw = Path(document.about.file).read_bytes()
    except OSError:
        return ()
    if hashlib.sha256(raw).hexdigest() != document.about.document_id or b"%PDF-" not in raw[:1024]:
        return ()
    try:
        return guarded(partial(_drawn, wanted=wanted, room=room), raw, document.about.file, _SECONDS)
    except InputError:  # the text of the document is shown instead
        return ()


def _drawn(raw: bytes, file: str, *, wanted: frozenset[int], room: int) -> tuple[PageImage, ...]:
    images: list[PageImage] = []
    with opened(raw, file) as document:
        for number in range(1, len(document) + 1):
            with opened_page(document, number - 1, file) as page:
                frame = page_frame(page, number)
                scale = min(_SCALE, _LONGEST / max(frame.width, frame.height, 1))
                png = _png(page.render(scale=scale, rev_byteorder=True).to_numpy()) if number in wanted and room > 0 else b""
                room -= len(png)
                images.append(PageImage(number, round(frame.width), round(frame.height), png if room > 0 else b""))
    return tuple(images)


def _png(pixels: Any) -> bytes:  # noqa: ANN401  # numpy, rows × columns × channels
    """A picture as PNG: sixteen shades of grey, or colour where there is any."""
    import numpy as np  # noqa: PLC0415  # pages are drawn in a process of its own, which alone needs it

    colour = pixels[:, :, :3]
    if np.ptp(colour.astype(np.int16), axis=2).max() > _COLOURED:
        return _png_file(colour.reshape(colour.shape[0], -1), colour.shape[1], depth=8, kind=2)
    grey = colour[:, :, 1] // (256 // _SHADES)
    if grey.shape[1] % 2:
        grey = np.pad(grey, ((0, 0), (0, 1)), constant_values=_SHADES - 1)
    return _png_file(grey[:, ::2] << 4 | grey[:, 1::2], grey.shape[1], depth=4, kind=0)


def _png_file(rows: Any, width: int, *, depth: int, kind: int) -> bytes:  # noqa: ANN401
    import numpy as np  # noqa: PLC0415

    lines = np.zeros((rows.shape[0], rows.shape[1] + 1), np.uint8)
    lines[:, 1:] = rows
    header = struct.pack(">IIBBBBB", width, rows.shape[0], depth, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
