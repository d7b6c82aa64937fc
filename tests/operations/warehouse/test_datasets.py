"""The declaration of the datasets, and the relations made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from baozhang.facts.spark.portable import unportable
from baozhang.operations.grouping.case import COLUMNS
from baozhang.operations.warehouse import Dataset, Kind, Warehouse, datasets
from baozhang.operations.warehouse.datasets import choices, values_of
from baozhang.operations.warehouse.engine import opened
from baozhang.operations.warehouse.relations import schema_of, shared_views

if TYPE_CHECKING:
    from pathlib import Path

DATASETS = [pytest.param(dataset, id=name) for name, dataset in datasets().items()]


@pytest.mark.parametrize("dataset", DATASETS)
def test_keys_and_orders_are_fields(dataset: Dataset) -> None:
    """What makes a row unique is never empty, the month is a day or a time, and rows are in the order of persons where there are any."""
    fields = {field.name: field for field in dataset.fields}
    assert set(dataset.key) | set(dataset.sort) <= fields.keys()
    assert not any(fields[name].optional for name in dataset.key)
    assert not dataset.month or (fields[dataset.month].kind in {Kind.DATE, Kind.TIME} and not fields[dataset.month].optional)
    assert "psn_no" not in fields or dataset.sort[0] == "psn_no"
    assert set(dataset.key) <= set(dataset.sort) or dataset.name == "coverage"


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_short_list_exists(dataset: Dataset) -> None:
    assert all(values_of(field.of) for field in dataset.fields if field.kind is Kind.CHOICE)
    assert all(field.of for field in dataset.fields if field.kind in {Kind.KEY, Kind.CODE})


def test_no_short_list_is_idle_or_says_a_thing_twice() -> None:
    used = {field.of for dataset in datasets().values() for field in dataset.fields if field.kind is Kind.CHOICE}
    assert {choice.list for choice in choices()} == used
    assert len({(choice.list, choice.value) for choice in choices()}) == len(choices())


def test_an_empty_warehouse_has_every_relation(tmp_path: Path) -> None:
    """The views can be asked before anything is loaded, and their columns are those of the schemas."""
    with opened(Warehouse(tmp_path / "none")) as connection:
        for name in datasets():
            assert [row[0] for row in connection.execute(f'describe "{name}"').fetchall()] == schema_of(name).names
        for name in shared_views():
            assert connection.table(name).fetchall() == []


def test_stays_begin_with_what_the_grouper_reads(tmp_path: Path) -> None:
    with opened(Warehouse(tmp_path / "none")) as connection:
        assert tuple(row[0] for row in connection.execute("describe stays").fetchall())[: len(COLUMNS)] == COLUMNS


@pytest.mark.parametrize("query", [pytest.param(query, id=name) for name, query in shared_views().items()])
def test_views_mean_the_same_on_both_engines(query: str) -> None:
    assert unportable(query) == []
