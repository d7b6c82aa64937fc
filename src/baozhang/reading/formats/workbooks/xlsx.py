"""Excel workbooks (XLSX, XLSM): the sheets' XML is read as it streams by, so a huge sheet costs time up to its limit and no memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from baozhang.reading.formats.markup import attribute, child, children, elements_of, local, tree_of, whole
from baozhang.reading.formats.ooxml import main_part, related, relations
from baozhang.reading.formats.packages import Package
from baozhang.reading.formats.workbooks.number_formats import BUILT_IN, show
from baozhang.reading.formats.workbooks.sheets import MOST_EMPTY_ROWS, CellBudget, Sheet, address, position, write_sheet
from baozhang.reading.formats.writing import TranscriptWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baozhang.reading.formats.markup import Element
    from baozhang.reading.formats.transcript import Transcript

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PARTS_OF_SHEET: Final = frozenset({"c", "row", "mergeCell", "col", "sheetView"})
_MOST_MERGED: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    """The number format of each cell style."""
    since_1904: bool


def transcribe(raw: bytes, file: str) -> Transcript:
    """The transcript of a workbook; raises InputError when it is damaged or too large."""
    package = Package(raw, file)
    part = main_part(package, "xl/workbook.xml")
    workbook = tree_of(package.stream(part), file, part)
    writer = TranscriptWriter("Excel 工作簿", file)
    book = _Book(
        tuple(_strings(package, part)), _formats(related(package, part, "styles")), _is_on(child(workbook, "workbookPr"), "date1904")
    )
    targets = relations(package, part)
    budget = CellBudget(file)
    for sheet in children(child(workbook, "sheets"), "sheet"):
        name = attribute(sheet, "name") or ""
        kind, target = targets.pop(_relation_id(sheet), ("", ""))  # each part is one sheet
        if kind != "worksheet" or target not in package:
            continue
        if (attribute(sheet, "state") or "visible") != "visible":
            writer.unread(f"工作表“{name}”是隐藏的，没有读取")
            continue
        write_sheet(_SheetReader(package, target, Sheet(name), book, budget).read(), writer)
    return writer.done()


def _relation_id(sheet: Element) -> str:
    return next((str(value) for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _is_on(element: Element, name: str) -> bool:
    return attribute(element, name) in {"1", "true", "on"}


def _strings(package: Package, part: str) -> Iterator[str]:
    target = next((name for kind, name in relations(package, part).values() if kind == "sharedStrings" and name in package), None)
    if target is not None:
        for item, _ in elements_of(package.stream(target), frozenset({"si"}), package.file, target):
            yield _text(item)


def _text(item: Element) -> str:
    """The words of a string, without the phonetic ones; `_x000D_` stands for a character XML does not allow."""
    parts: list[str] = []
    for each in item:
        name = local(each.tag)
        if name == "t":
            parts.append(each.text or "")
        elif name == "r":
            parts.extend(inner.text or "" for inner in children(each, "t"))
    text = "".join(parts)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(styles: Element) -> tuple[str, ...]:
    own = {attribute(each, "numFmtId"): attribute(each, "formatCode") or "" for each in children(child(styles, "numFmts"), "numFmt")}
    ids = [attribute(each, "numFmtId") or "0" for each in children(child(styles, "cellXfs"), "xf")]
    return tuple(own.get(each, BUILT_IN.get(whole(each), "")) for each in ids)


class _SheetReader:
    """Reads one sheet from its XML."""

    def __init__(self, package: Package, part: str, sheet: Sheet, book: _Book, budget: CellBudget) -> None:
        self._package, self._part = package, part
        self._sheet, self._book, self._budget = sheet, book, budget
        self._row, self._column, self._last_filled = -1, -1, -1
        self._zeros = True

    def read(self) -> Sheet:
        """The sheet with its filled cells."""
        takers = {"c": self._cell, "row": self._end_row, "mergeCell": self._merged, "col": self._columns, "sheetView": self._view}
        chunks = self._package.stream(self._part)
        for element, ended in elements_of(chunks, _PARTS_OF_SHEET, self._package.file, self._part, begun="row"):
            if not ended:
                self._begin_row(element)
            else:
                takers[local(element.tag)](element)
            if self._row - self._last_filled > MOST_EMPTY_ROWS:
                self._sheet.cut = True
                break
        return self._sheet

    def _begin_row(self, element: Element) -> None:
        self._budget.step()
        number = whole(attribute(element, "r"))
        self._row = number - 1 if number > 0 else self._row + 1
        self._column = -1
        if _is_on(element, "hidden"):
            self._sheet.hidden_rows.add(self._row)

    def _end_row(self, element: Element) -> None:
        """Nothing is left to do: the cells of a row came before its end."""

    def _view(self, element: Element) -> None:
        self._zeros = attribute(element, "showZeros") not in {"0", "false"}

    def _columns(self, element: Element) -> None:
        if _is_on(element, "hidden"):
            first, last = whole(attribute(element, "min"), 1), whole(attribute(element, "max"), 1)
            self._sheet.hidden_columns.append((first - 1, last - 1))

    def _merged(self, element: Element) -> None:
        first, _, last = (attribute(element, "ref") or "").partition(":")
        corners = position(first), position(last or first)
        if corners[0] and corners[1] and len(self._sheet.merged) < _MOST_MERGED:
            self._sheet.merged.append((*corners[0], *corners[1]))

    def _cell(self, element: Element) -> None:
        self._budget.step()
        place = position(element.get("r") or "")
        self._column = place[1] if place else self._column + 1
        text = self._shown(element)
        if text.strip():
            self._last_filled = max(self._last_filled, self._row)
            self._budget.put(self._sheet, self._row, self._column, text)

    def _shown(self, cell: Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            inline = child(cell, "is")
            return "" if inline is None else _text(inline)
        stored = child(cell, "v")
        value = "" if stored is None else stored.text or ""
        if not value:
            self._sheet.uncomputed += kind != "str" and child(cell, "f") is not None
            return ""
        return self._of_kind(kind, value, whole(cell.get("s")))

    def _of_kind(self, kind: str, value: str, style: int) -> str:
        if kind == "s":
            at = whole(value, -1)
            return self._book.strings[at] if 0 <= at < len(self._book.strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "e":
            self._sheet.errors.append(f"{address(self._row, self._column)}（{value[:20]}）")
        if kind != "n":
            return value
        return self._number(value, style)

    def _number(self, value: str, style: int) -> str:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        if not number.is_finite() or abs(number.adjusted()) > 30:
            return value[:40]
        if not number and not self._zeros:
            return ""
        code = self._book.formats[style] if 0 <= style < len(self._book.formats) else ""
        return show(number, code, since_1904=self._book.since_1904)
