"""Sheets saved as text (CSV): one sheet with the name of the file, its cells found again where Excel or WPS shows them."""

from __future__ import annotations

import csv
from pathlib import PurePath
from typing import TYPE_CHECKING

from baozhang.errors import InputError
from baozhang.reading.formats.kinds import HEAD, separator_of_head
from baozhang.reading.formats.separated import rows_of
from baozhang.reading.formats.workbooks.sheets import CellBudget, Sheet, write_sheet
from baozhang.reading.formats.writing import TranscriptWriter
from baozhang.reading.text import decode

if TYPE_CHECKING:
    from baozhang.reading.formats.transcript import Transcript


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a sheet saved as text; raises InputError when it cannot be decoded or is too large."""
    text = decode(raw, file)
    sheet, budget = Sheet(PurePath(file).stem), CellBudget(file)
    try:
        rows = rows_of(text, separator_of_head(raw[:HEAD]))
    except csv.Error as error:
        raise InputError(file, "CSV 表格里有一个单元格没有结束", "请用 Excel 或 WPS 打开，重新另存后再检查。") from error
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            budget.step()
            if cell.strip():
                budget.put(sheet, at, column, cell)
    writer = TranscriptWriter("CSV 表格", file)
    write_sheet(sheet, writer)
    return writer.done()
