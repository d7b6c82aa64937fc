"""Verbs that have operations below them: `baozhang drg import`, `baozhang drg group`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baozhang.cli.parser import add_help

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable
    from types import ModuleType


class Operations:
    """The operations of a verb; one of them must be named."""

    def __init__(self, parser: argparse.ArgumentParser, dest: str = "action", metavar: str = "操作") -> None:
        """Prepare a verb for operations; the steps of an operation are told apart from it by another `dest` and `metavar`."""
        self._parsers = parser.add_subparsers(dest=dest, metavar=metavar, required=True)

    def add(self, name: str, meaning: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        """An operation, what it does, and the function that does it."""
        parser = self._parsers.add_parser(name, help=meaning, description=meaning, add_help=False)
        add_help(parser)
        parser.set_defaults(operate=run)
        return parser


def add_operations(
    operations: Operations, modules: Iterable[ModuleType], shared: Callable[[argparse.ArgumentParser], None] | None = None
) -> None:
    """The operations that are modules with NAME, HELP, add_arguments and run; `shared` adds the arguments that all of them have."""
    for module in modules:
        parser = operations.add(module.NAME, module.HELP, module.run)
        if shared is not None:
            shared(parser)
        module.add_arguments(parser)


def run_operation(arguments: argparse.Namespace) -> int:
    """Run the operation that the call names; what it refuses ends with its message where every verb's does, in `main`."""
    status: int = arguments.operate(arguments)
    return status
