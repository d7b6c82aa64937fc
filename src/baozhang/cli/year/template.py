"""`baozhang year template`: workbooks to fill in."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang.auditing.reports.files import whole_file

if TYPE_CHECKING:
    import argparse

NAME: Final = "template"
HELP: Final = "生成空白的 Excel 模板，填好后用 import 导入"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    parser.add_argument("--output", metavar="FILE", required=True, help="模板写到这个 .xlsx 文件")
    parser.add_argument("--register", metavar="NAME", action="append", default=[], help="只要这种台账（可以多次），默认全部")
    parser.add_argument("--year", metavar="YEAR", type=int, help="科目表按这一年度，默认今年")


def run(arguments: argparse.Namespace) -> int:
    """Write the template."""
    from baozhang.ledger.exchange.exporting import template  # noqa: PLC0415
    from baozhang.ledger.registers import register_named, registers  # noqa: PLC0415

    wanted = list(dict.fromkeys(map(register_named, arguments.register))) or [one for one in registers().values() if not one.performance]
    made = template(wanted, arguments.year or datetime.now(UTC).year)
    with whole_file(Path(arguments.output)) as out:
        out.write(made)
    sys.stdout.write(f"模板已写入 {arguments.output}，共 {len(wanted)} 张表。标题为橙色的列必填，金额单位为元。\n")
    return 0
