"""Which kind of source a path is, and the tables read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baozhang.errors import UsageError
from baozhang.operations.grouping.importing.folder import read_folder
from baozhang.operations.grouping.importing.neutral import read_neutral
from baozhang.operations.grouping.importing.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from baozhang.operations.grouping.tables import Form, Problem, Table

WORKBOOKS = {".xlsx", ".xls", ".xlsm", ".ods"}


class Source(NamedTuple):
    """What was read: the tables, what the source says about itself (title, valid_from, valid_to, source), the cells that cannot be used."""

    tables: dict[str, Table]
    about: dict[str, str]
    problems: tuple[Problem, ...]


def read_source(path: Path, name: str, forms: tuple[Form, ...]) -> Source:
    """Read the scheme `name` from a folder or a workbook.

    Raises UsageError when the path holds no scheme of that name, InputError when a file cannot be read.
    """
    if path.is_file() and path.suffix.lower() in WORKBOOKS:
        return Source(*read_workbook(path, forms))
    if not path.is_dir():
        raise UsageError(f"“{path}”既不是目录，也不是工作簿（xlsx、xls）。")
    if (path / "scheme.toml").is_file():
        return Source(*read_folder(path, forms))
    if (path / f"{name}.json").is_file() and any(form.name == "adrg" for form in forms):
        return Source(*read_neutral(path, name, forms))
    known = "、".join(sorted(file.stem for file in path.glob("*.json")))
    raise UsageError(f"“{path}”里没有 scheme.toml，也没有 {name}.json" + (f"；其中有：{known}。" if known else "。"))
