"""The command line: one module per verb, each a thin skin over the library. Messages are Chinese.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong use, 3 something could not be read.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

from baozhang import __version__
from baozhang.cli import audit, layouts, read, rules
from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["build_parser", "main"]

OK, FOUND, WRONG_USE, UNREADABLE = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese when the call is wrong."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help, and leave with the status for wrong use."""
        self.exit(WRONG_USE, f"用法有误：{_chinese(message)}\n请用 {self.prog} --help 查看用法。\n")


def _chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required: ", "缺少参数 "),
        ("unrecognized arguments: ", "不认识的参数 "),
        ("expected one argument", "后面应有一个值"),
        ("expected at least one argument", "后面至少应有一个值"),
        ("invalid choice: ", "不能取值 "),
        ("invalid int value: ", "应为整数，不能是 "),
        ("choose from", "可以取"),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; the reference documentation is generated from it."""
    parser = _Parser(prog="baozhang", description="保障报账：读取、核对部门预算和部门决算。", add_help=False)
    _add_help(parser)
    parser.add_argument("--version", action="version", version=f"baozhang {__version__}", help="显示版本号")
    verbs = parser.add_subparsers(dest="verb", metavar="命令", required=True, parser_class=_Parser)
    for module in (audit, read, rules, layouts):
        verb = verbs.add_parser(module.NAME, help=module.HELP, description=module.HELP, add_help=False)
        _add_help(verb)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser._positionals.title = "参数"  # noqa: SLF001  # argparse has no public way to translate its headings
    parser._optionals.title = "选项"  # noqa: SLF001


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    arguments = build_parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_USE
    except BrokenPipeError:
        # the reader of our output (head, less) has left; nothing more can be said
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。\n")
        return 130
    return status
