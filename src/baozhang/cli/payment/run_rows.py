"""`baozhang payment run`: every row calculated, with its arithmetic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from baozhang.cli.output import print_table
from baozhang.cli.payment.inputs import add_files, add_parameters, year_of
from baozhang.cli.payment.results import write_table

if TYPE_CHECKING:
    import argparse

    import pyarrow as pa

    from baozhang.cli.operations import Operations
    from baozhang.operations.payment.parameters import Method


def add_arguments(operations: Operations) -> None:
    """Declare the operation."""
    parser = operations.add("run", "逐例（逐机构、逐月）计算点数、分值或支付标准，写出算式", _run)
    add_files(parser)
    add_parameters(parser)


def _run(arguments: argparse.Namespace) -> int:
    parameters, year = year_of(arguments)
    write_table(arguments.output, year.rows)
    sys.stdout.write(f"{parameters.header.title}（{parameters.header.label}）：{year.rows.num_rows:,} 行，写入 {arguments.output}\n")
    if arguments.reviews:  # only methods that count cases take such a file
        _tell_reviews(Path(arguments.reviews), year.rows, parameters.header.method)
    return 0


def _tell_reviews(path: Path, cases: pa.Table, method: Method) -> None:
    """How the hospitals have used their quotas of 特例单议."""
    from baozhang.operations.payment.case_files import read_relation  # noqa: PLC0415
    from baozhang.operations.payment.relations import REVIEWS  # noqa: PLC0415
    from baozhang.operations.payment.special_review import review_use  # noqa: PLC0415

    used = review_use(read_relation(path, REVIEWS), cases, method)
    rows = [[each.hospital, *(f"{count:,}" for count in (each.discharges, each.quota, each.applied, each.granted))] for each in used]
    sys.stdout.write("\n特例单议\n")
    print_table([["医疗机构", "出院", "限额", "申请", "同意"], *rows], right=[1, 2, 3, 4])
