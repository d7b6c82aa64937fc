"""Whether a warehouse is as it was written, and whether its datasets go together (data/consistency.sql)."""

from __future__ import annotations

import re
from importlib import resources
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from baozhang.facts.lake.segments import digest_of
from baozhang.operations.warehouse.datasets import datasets
from baozhang.operations.warehouse.engine import opened
from baozhang.operations.warehouse.store import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baozhang.operations.warehouse.store import Load, Warehouse

_CHECK: Final = re.compile(r"^-- check: (.+)\n((?:(?!^-- check:).*\n?)+)", re.MULTILINE)


class Damage(NamedTuple):
    """A file that is not as it was written, and why (Chinese)."""

    file: str
    why: str


class Inconsistency(NamedTuple):
    """What must hold (Chinese) and how many rows do not; no row is shown, they are about persons."""

    title: str
    rows: int


def damaged_files(loads: Sequence[Load]) -> Iterator[Damage]:
    """Files that are missing, changed, or that no manifest lists."""
    for load in loads:
        listed = {load.folder / part.path: part for part in load.parts}
        for path, part in listed.items():
            name = f"{load.name}/{part.path}"
            if not path.is_file():
                yield Damage(name, "文件不在")
            elif path.stat().st_size != part.bytes or digest_of(path) != part.digest:
                yield Damage(name, "内容与写入时不同")
        for path in sorted(load.folder.rglob("*")):
            if path.is_file() and path not in listed and path.name != MANIFEST:
                yield Damage(f"{load.name}/{path.relative_to(load.folder).as_posix()}", "清单中没有这个文件")


def inconsistencies(warehouse: Warehouse) -> list[Inconsistency]:
    """How many rows break what must hold within and between the datasets."""
    with TemporaryDirectory(prefix="baozhang-") as spill, opened(warehouse, spill) as connection:
        checks = [(f"{dataset.title}：{'、'.join(dataset.key)} 不重复", _repeated(name)) for name, dataset in datasets().items()]
        found = []
        for title, query in [*checks, *_declared()]:
            rows = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]  # noqa: S608  # queries of ours
            found.append(Inconsistency(title, rows))
        return found


def _repeated(name: str) -> str:
    key = ", ".join(datasets()[name].key)
    return f'select {key} from "{name}" group by {key} having count(*) > 1'  # noqa: S608  # names are ours


def _declared() -> list[tuple[str, str]]:
    text = (resources.files(__package__) / "data" / "consistency.sql").read_text(encoding="utf-8")
    return [(title.strip(), query.strip().rstrip(";")) for title, query in _CHECK.findall(text)]
