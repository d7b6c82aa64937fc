"""Small cities of the example scheme."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.operations.city.generating import make, tasks
from baozhang.operations.city.plan import Plan
from baozhang.operations.grouping.building import build_scheme, normalised
from baozhang.operations.grouping.importing import read_source
from baozhang.operations.grouping.scheme import Identity
from baozhang.operations.grouping.tables import DRG_FORMS
from baozhang.operations.warehouse import Warehouse

if TYPE_CHECKING:
    from baozhang.operations.grouping import Scheme

EXAMPLE = Path(__file__).parents[3] / "examples" / "drg"


@cache
def example() -> Scheme:
    """The small scheme that comes with the program."""
    source = read_source(EXAMPLE, "example", DRG_FORMS)
    scheme = build_scheme(Identity("example", "示例"), normalised(source.tables)).scheme
    assert scheme is not None
    return scheme


def generate(folder: Path, persons: int, seed: int = 1, *, backwards: bool = False, scheme: Scheme | None = None) -> Warehouse:
    """A city in a warehouse; `backwards`: the last block is made first, as another process might; without `scheme` that of the example."""
    warehouse = Warehouse(folder)
    with warehouse.writing() as staging:
        todo = list(tasks(Plan(persons, 2024, seed), scheme or example(), staging))
        for task in reversed(todo) if backwards else todo:
            make(task)
        warehouse.commit(staging, (), "合成城市")
    return warehouse
