"""`baozhang warehouse undo`: the last load taken back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

    from baozhang.operations.warehouse import Warehouse

NAME: Final = "undo"
HELP: Final = "撤销最近一次导入，以便更正后重新导入"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """The action has no arguments of its own."""


def run(_: argparse.Namespace, warehouse: Warehouse) -> int:
    """Take the last load back; returns the exit status."""
    undone = warehouse.undo()
    sys.stdout.write(f"已撤销导入 {undone.name}。\n" if undone else "没有可以撤销的导入。\n")
    return 0
