"""The business warehouse: persons, coverage, visits, settlements, fee lines and what belongs to them, as Parquet that queries read."""

from baozhang.operations.warehouse.datasets import Dataset, Field, Kind, datasets
from baozhang.operations.warehouse.store import Warehouse

__all__ = ["Dataset", "Field", "Kind", "Warehouse", "datasets"]
