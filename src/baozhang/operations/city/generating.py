"""A city into a warehouse: block by block, in one load; each block can be made by another process."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from baozhang.operations.city import rows
from baozhang.operations.city.abuse import nobody_lies_there, operated_before, plant_lines, plant_visits, planted_kinds
from baozhang.operations.city.block import Block, settled
from baozhang.operations.city.cases import DEPARTMENTS
from baozhang.operations.city.charges import charge, items, split
from baozhang.operations.city.population import populate
from baozhang.operations.city.providers import CITY_HOSPITALS, DOCTORS, PHARMACY, build_providers
from baozhang.operations.city.trying import build_pool
from baozhang.operations.city.visits import World, visit
from baozhang.operations.warehouse import datasets
from baozhang.operations.warehouse.parts import path_of, write_dictionary, write_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from baozhang.operations.city.plan import Plan
    from baozhang.operations.grouping import Scheme


@dataclass(frozen=True, slots=True)
class Task:
    """A block to make and the load it goes to."""

    world: World
    block: int
    staging: Path


@dataclass(frozen=True, slots=True)
class Made:
    """What a block brought: rows of each dataset."""

    block: int
    persons: int
    rows: Counter[str]


def tasks(plan: Plan, scheme: Scheme, staging: Path) -> Iterator[Task]:
    """Write what is common to the city into the load, then give its blocks to be made.

    Raises UsageError when no city can be made of the scheme.
    """
    world = World(plan, build_providers(plan), build_pool(scheme, plan))
    _write_common(world, staging)
    return (Task(world, block, staging) for block in range(plan.blocks))


def make(task: Task) -> Made:
    """Make a block and write its files."""
    world, block = task.world, task.block
    people = populate(world.plan, block, world.providers.districts)
    visits = plant_visits(world, block, people, visit(world, block, people))
    lines = plant_lines(world, block, people, visits, charge(world, block, visits, nobody_lies_there(visits), operated_before(visits)))
    lines = lines.at(np.lexsort((lines.item, lines.time, lines.visit)))
    made = Block(world, block, people, visits, lines)
    parts = split(lines)
    done = settled(made, parts)
    written: Counter[str] = Counter()
    for name, table in (
        ("persons", rows.persons(people)),
        ("coverage", rows.coverage(world, people)),
        ("visits", rows.visit_rows(made)),
        ("fee_lines", rows.line_rows(made, parts)),
        ("settlements", rows.settlement_rows(made, done)),
        ("settlement_lists", rows.list_rows(made, done)),
        ("diagnoses", rows.diagnosis_rows(made)),
        ("procedures", rows.procedure_rows(made)),
        ("planted", rows.planted_rows(made, done)),
    ):
        _write(task, name, table)
        written[name] += table.num_rows
    return Made(block, len(people), written)


def _write(task: Task, name: str, table: pa.Table) -> None:
    """One file for each month of a block, rows in their order."""
    dataset = datasets()[name]
    if not dataset.month:
        write_part(path_of(task.staging, dataset, 0, task.block), table)
        return
    days = table.column(dataset.month).combine_chunks().cast(pa.timestamp("ms")).to_numpy(zero_copy_only=False)
    months = days.astype("datetime64[M]").astype(np.int64)
    order = np.argsort(months, kind="stable")
    bounds = np.flatnonzero(np.diff(months[order], prepend=-1))
    for begin, end in zip(bounds, [*bounds[1:], len(order)], strict=True):
        month = int(months[order[begin]])
        path = path_of(task.staging, dataset, (1970 + month // 12) * 100 + month % 12 + 1, task.block)
        write_part(path, table.take(pa.array(order[begin:end])))


def _write_common(world: World, staging: Path) -> None:
    providers, pool = world.providers, world.pool
    whole = providers.kind == CITY_HOSPITALS
    places = [f"9901{district + 1:02}" for district in range(providers.districts)] + ["990100"]
    home = np.where(whole, providers.districts, providers.district)
    codes = [
        f"{'P' if kind == PHARMACY else 'H'}{places[place]}{number:05}"
        for number, (kind, place) in enumerate(zip(providers.kind.tolist(), home.tolist(), strict=True), 1)
    ]
    institutions = rows.table(
        "institutions",
        {
            "fixmedins_code": np.arange(len(codes)) + 1,
            "fixmedins_name": np.array(providers.names),
            "fixmedins_type": np.where(providers.kind == PHARMACY, 2, 1),
            "hosp_lv": providers.grade,
            "fix_blng_admdvs": home + 1,
            "aprv_bed_cnt": np.where(providers.beds > 0, providers.beds, rows.MISSING),
        },
    )
    write_part(path_of(staging, datasets()["institutions"], 0, 0), institutions)
    doctors = [f"D{code}{number:03}" for code in codes for number in range(1, DOCTORS + 1)]
    for name, texts in (
        ("place", places),
        ("institution", codes),
        ("doctor", doctors),
        ("department", list(DEPARTMENTS)),
        ("item", list(items().code)),
        ("diagnosis", list(pool.diagnosis_codes)),
        ("procedure", list(pool.procedure_codes)),
        ("planted_kind", list(planted_kinds())),
        ("planted_role", rows.role_names()),
    ):
        if texts:
            write_dictionary(staging, name, enumerate(texts, 1))
