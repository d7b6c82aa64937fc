"""`baozhang performance monitor`: forms filled in during the year, against time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.documents import documents_of
from baozhang.cli.performance.own import add_own, monitor_own

if TYPE_CHECKING:
    import argparse

    from baozhang.errors import InputError

NAME: Final = "monitor"
HELP: Final = "绩效运行监控：按月份看预算执行和指标进度，亮灯并预计年末值"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_own(parser)
    parser.add_argument("--month", type=int, required=True, metavar="N", help="截至哪个月末，1 至 12")


def run(arguments: argparse.Namespace) -> int:
    """Print the lights; exit status 1 when one is red, 3 when a file could not be read."""
    from baozhang.performance.forms import forms_of  # noqa: PLC0415
    from baozhang.performance.monitoring import monitor  # noqa: PLC0415

    if not arguments.paths:
        return monitor_own(arguments)
    unreadable: list[InputError] = []
    red = 0
    for document in documents_of(arguments.paths, unreadable):
        forms = forms_of(document)
        sys.stdout.write(f"{document.about.title or document.about.file}\n" + ("" if forms else "  没有填有完成值的绩效表\n"))
        for form, printed in forms:
            found = monitor(form, arguments.month)
            red += sum(one.light == "红灯" for one in found)
            sys.stdout.write(f"  第 {printed.line} 行 {form.project}\n")
            sys.stdout.writelines(f"      {one.light} {one.name}：{one.why}\n" for one in found)
    return 3 if unreadable else 1 if red else 0
