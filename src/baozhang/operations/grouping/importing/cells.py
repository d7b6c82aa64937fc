"""Rows of text under headings made into a table of a form; used for CSV files and sheets alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.operations.grouping.tables import Problem, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baozhang.operations.grouping.tables import Form


def column_letter(index: int) -> str:
    """The letter of a column in a workbook.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def table_of(form: Form, rows: Sequence[Sequence[str]], file: str) -> tuple[Table, list[Problem]]:
    """A table from rows, and the cells that are empty but must not be; the first row holds names or Chinese headings of the columns."""
    header = [cell.strip().removeprefix("\ufeff") for cell in rows[0]] if rows else []
    problems: list[Problem] = []
    positions: dict[str, int] = {}
    for column in form.columns:
        found = [index for index, cell in enumerate(header) if cell in {column.name, column.heading}]
        if found:
            positions[column.name] = found[0]
        elif not column.optional:
            problems.append(Problem(f"{file} 第1行", f"缺少“{column.heading}”（{column.name}）一栏"))
    columns: dict[str, list[str]] = {column.name: [] for column in form.columns}
    for number, row in enumerate(rows[1:], 2):
        for column in form.columns:
            position = positions.get(column.name)
            cell = row[position].strip() if position is not None and position < len(row) else ""
            if not cell and not column.optional and position is not None and any(map(str.strip, row)):
                problems.append(Problem(f"{file} {column_letter(position)}{number}", f"“{column.heading}”不能为空"))
            columns[column.name].append(cell)
    return Table(form, columns, file), problems
