"""Schemes in: a folder of CSV tables, a workbook, or the neutral JSON and Parquet files, all as the same tables."""

from baozhang.operations.grouping.importing.source import Source, read_source

__all__ = ["Source", "read_source"]
