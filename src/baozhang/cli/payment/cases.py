"""`baozhang payment cases`: a file of cases from the warehouse and the answers of grouping."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.cli.payment.results import write_table

if TYPE_CHECKING:
    import argparse

    from baozhang.cli.operations import Operations


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("cases", "由数据仓库的住院结算和分组结果做成病例文件", _run)
    parser.add_argument("--warehouse", metavar="DIR", help="数据仓库所在的文件夹，默认与 baozhang warehouse 相同")
    parser.add_argument("--grouped", required=True, metavar="FILE", help="baozhang drg group 或 dip group 的结果（CSV、Parquet）")
    parser.add_argument("--year", type=int, default=0, metavar="YEAR", help="只要这一年结算的住院，例如 2024")
    parser.add_argument("--names", action="store_true", help="医疗机构写名称，不写编码")
    parser.add_argument("--output", required=True, metavar="FILE", help="病例文件（.parquet、.csv）")


def _run(arguments: argparse.Namespace) -> int:
    from baozhang.operations.payment.from_warehouse import cases_of, read_grouped  # noqa: PLC0415
    from baozhang.operations.warehouse import Warehouse  # noqa: PLC0415
    from baozhang.operations.warehouse.store import warehouse_folder  # noqa: PLC0415

    warehouse = Warehouse(Path(arguments.warehouse) if arguments.warehouse else warehouse_folder())
    cases = cases_of(warehouse, read_grouped(Path(arguments.grouped)), year=arguments.year, by_name=arguments.names)
    write_table(arguments.output, cases)
    without = cases["code"].to_pylist().count("")
    sys.stdout.write(f"住院 {cases.num_rows:,} 例，其中没有病组的 {without:,} 例，写入 {arguments.output}\n")
    return 0
