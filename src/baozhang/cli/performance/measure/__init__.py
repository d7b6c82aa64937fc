"""`baozhang performance measure`: actual values computed from registered datasets; one module per action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations, add_operations, run_operation
from baozhang.cli.performance.measure import check, listing, planned, rerun, results, running, show

if TYPE_CHECKING:
    import argparse

NAME: Final = "measure"
HELP: Final = "测算：用登记的数据集计算指标的完成值，保存结果并复算"

_ACTIONS: Final = (listing, show, check, running, planned, rerun, results)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the verb."""
    add_operations(Operations(parser, "step", "步骤"), _ACTIONS)


run = run_operation
