"""`baozhang year upgrade`: books of an older version get the tables of this one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.year.books import add_place, opened

if TYPE_CHECKING:
    import argparse

NAME: Final = "upgrade"
HELP: Final = "升级：给旧版本建立的账套加上本版本的表，已有的账目不变"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the action."""
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Bring the tables to this version; what is not a store of ours is refused before anything is made."""
    from baozhang.ledger.books import books  # noqa: PLC0415  # the database library loads only when it is needed

    with opened(arguments) as store:
        store.refuse_others()
        store.upgrade()
        held = len(books(store))
    sys.stdout.write(f"账套 {store.place} 已是本版本的结构，共 {held} 本年度账\n")
    return 0
