"""The command line: one module per verb, each a thin skin over the library. Messages are Chinese.

Exit status: 0 nothing at or above --fail-on, 1 findings or the books refuse, 2 wrong use, 3 something could not be read.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

from baozhang import __version__
from baozhang.cli.parser import WRONG_USE, Parser, add_help
from baozhang.errors import BaozhangError, EvaluationError, InputError, LedgerError, PublishingError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["build_parser", "main"]

OK, FOUND, UNREADABLE = 0, 1, 3

VERBS: Final = (
    "audit", "compare", "read", "lake", "performance", "rules", "layouts", "year", "drg", "dip", "payment", "warehouse", "city",
)  # fmt: skip
"""The modules of this package that are verbs, in the order of the help: each has NAME (its own), HELP, add_arguments and run."""

_STATUSES: Final[dict[type[BaozhangError], int]] = {
    UsageError: WRONG_USE,
    LedgerError: FOUND,
    PublishingError: FOUND,
    InputError: UNREADABLE,
    EvaluationError: UNREADABLE,
}
"""Exit status by what was refused; the message is for the user."""


def build_parser(names: Sequence[str] = VERBS) -> argparse.ArgumentParser:
    """The parser of the command line, or of some verbs of it; the reference documentation is generated from the whole."""
    parser = Parser(prog="baozhang", description="保障报账：读取、核对部门预算和部门决算。", add_help=False)
    add_help(parser)
    parser.add_argument("--version", action="version", version=f"baozhang {__version__}", help="显示版本号")
    verbs = parser.add_subparsers(dest="verb", metavar="命令", required=True, parser_class=Parser)
    for name in names:
        module = import_module(f"{__name__}.{name}")
        verb = verbs.add_parser(module.NAME, help=module.HELP, description=module.HELP, add_help=False)
        add_help(verb)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    words = sys.argv[1:] if argv is None else argv
    named = [word for word in words[:1] if word in VERBS]  # one verb loads what it needs, not the arguments of all others
    arguments = build_parser(named or VERBS).parse_args(words)
    try:
        status: int = arguments.run(arguments)
    except tuple(_STATUSES) as error:
        sys.stderr.write(f"{error}\n")
        return _STATUSES[type(error)]
    except BrokenPipeError:
        # the reader of our output (head, less) has left; nothing more can be said
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。\n")
        return 130
    return status
