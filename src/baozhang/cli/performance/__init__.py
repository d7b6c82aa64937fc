"""`baozhang performance`: targets, scores and evaluations; one module per action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baozhang.cli.operations import Operations, add_operations, run_operation
from baozhang.cli.performance import importing, init, library, measure, monitor, report, review, schemes, score, use

if TYPE_CHECKING:
    import argparse

NAME: Final = "performance"
HELP: Final = "预算绩效：绩效目标、监控、测算、自评与评价，复核已公开的得分"

_ACTIONS: Final = (init, importing, review, monitor, score, report, use, schemes, library, measure)
"""Modules with NAME, HELP, add_arguments and run, as the verbs themselves."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the verb."""
    add_operations(Operations(parser), _ACTIONS)


run = run_operation
