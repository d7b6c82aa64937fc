"""A folder with scheme.toml and one CSV file per table: the form in which a scheme is written by hand and kept under version control."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import TYPE_CHECKING, Final

from baozhang.errors import InputError
from baozhang.operations.grouping.importing.cells import table_of
from baozhang.operations.grouping.tables import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.grouping.tables import Form, Table

ABOUT: Final = ("title", "valid_from", "valid_to", "source")


def read_folder(folder: Path, forms: tuple[Form, ...]) -> tuple[dict[str, Table], dict[str, str], tuple[Problem, ...]]:
    """The tables, what scheme.toml says, and the unusable cells; a table that is not optional and has no file is a problem."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for form in forms:
        file = folder / f"{form.name}.csv"
        if file.is_file():
            tables[form.name], found = table_of(form, _rows(file), file.name)
            problems += found
        elif not form.optional:
            problems.append(Problem(str(folder), f"缺少 {form.name}.csv（{form.sheet}）"))
    return tables, _about(folder / "scheme.toml"), tuple(problems)


def _about(file: Path) -> dict[str, str]:
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InputError(str(file), f"不是有效的 TOML 文件（{error}）", "请对照 docs/guide/drg.md 修改。") from error
    return {key: str(read[key]) for key in ABOUT if key in read}


def _rows(file: Path) -> list[list[str]]:
    try:
        data = file.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        return list(csv.reader(io.StringIO(text)))
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(str(file), "不能按 CSV 读取", "请另存为 UTF-8 或 GBK 编码的 CSV 文件。") from error
