"""Small datasets for tests: the register of the examples over CSV texts that name only the columns that matter."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.performance.measures.loading import Loaded, loaded
from baozhang.performance.measures.register import Register, read_register

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from baozhang.performance.measures.register import Column

REGISTER: Final = read_register(Path(__file__).parents[3] / "examples" / "measures" / "datasets.toml")
_NEUTRAL: Final = {
    "text": "其他",
    "integer": "0",
    "money": "0",
    "decimal": "0",
    "date": "2000-01-01",
    "timestamp": "2000-01-01 00:00",
    "boolean": "否",
}


@contextmanager
def sheets(folder: Path, texts: Mapping[str, str]) -> Iterator[Loaded]:
    """Datasets of these rows; a column that is not named has a neutral value, a key that is not named is numbered."""
    register = sheet_register(folder, texts)
    with loaded(register, texts) as data:
        yield data


def sheet_register(folder: Path, texts: Mapping[str, str]) -> Register:
    """The register, its files written in a folder."""
    datasets = {}
    for name, text in texts.items():
        dataset = REGISTER.datasets[name]
        rows = list(csv.DictReader(io.StringIO(text.strip())))
        file = folder / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([one.name for one in dataset.columns])
            for number, row in enumerate(rows, 1):
                writer.writerow([row.get(one.name, _neutral(one, number, dataset.key)) for one in dataset.columns])
        unknown = {key for row in rows for key in row} - {one.name for one in dataset.columns}
        assert not unknown, f"{name}: {unknown}"
        datasets[name] = replace(dataset, location=file)
    return replace(REGISTER, datasets=datasets)


def _neutral(column: Column, number: int, key: tuple[str, ...]) -> str:
    if column.nullable:
        return ""
    if column.name in key and column.type == "text" and not column.allowed:
        return str(number)
    return column.allowed[0] if column.allowed else _NEUTRAL[column.type]
