"""A publication written in the format that the name of its file asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.compiling.figures import Figures
from baozhang.compiling.formats.text import to_text
from baozhang.compiling.formats.typesetting import to_pdf
from baozhang.compiling.formats.web_page import to_html
from baozhang.compiling.formats.word import to_docx
from baozhang.compiling.formats.workbook import to_xlsx
from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from baozhang.compiling.pieces import Publication
    from baozhang.taxonomy.layouts import Layout

FORMATS: Final[Mapping[str, Callable[[Publication, Layout, date], bytes]]] = {
    ".docx": to_docx,
    ".pdf": to_pdf,
    ".xlsx": lambda publication, layout, dated: to_xlsx(publication, Figures({}, {}), layout, dated),
    ".html": lambda publication, layout, _: to_html(publication, layout).encode(),
    ".txt": lambda publication, _, __: to_text(publication).encode(),
}
"""How each format is written, by the ending of the file's name."""


def written(publication: Publication, layout: Layout, dated: date, name: str) -> bytes:
    """The publication as the file of this name; UsageError names the endings there are."""
    ending = next((one for one in FORMATS if name.lower().endswith(one)), None)
    if ending is None:
        raise UsageError(f"不知道怎样写 {name}。文件名应以 {'、'.join(FORMATS)} 之一结尾。")
    return FORMATS[ending](publication, layout, dated)
