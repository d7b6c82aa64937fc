"""The parser of the command line: argparse that speaks Chinese."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

WRONG_USE: Final = 2
"""Exit status when the call itself is wrong."""


_HEADING: Final = re.compile(r"(?<=^参数):$|(?<=^选项):$", re.MULTILINE)


class Help(argparse.HelpFormatter):
    """Help whose lines are as wide as the terminal, a Chinese character being two columns."""

    def add_argument(self, action: argparse.Action) -> None:
        """Take an argument in; the verbs below a heading stand two columns further in than argparse reckons."""
        super().add_argument(action)
        if action.nargs == argparse.PARSER:
            self._action_max_length += self._indent_increment

    def format_help(self) -> str:
        """The help with Chinese colons behind its headings."""
        return _HEADING.sub("：", super().format_help())

    def _split_lines(self, text: str, width: int) -> list[str]:
        from baozhang.auditing.reports.shown import wrapped  # noqa: PLC0415  # only help needs it

        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))

    def _format_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None) -> str:
        shown = super()._format_usage(usage, actions, groups, "usage: " if prefix is None else prefix)
        return shown.replace("usage: ", "用法： ", 1)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese when the call is wrong."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401  # those of argparse
        """As argparse makes one, but for how its help is laid out."""
        super().__init__(**{"formatter_class": Help, **settings})

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
    return (
        _QUOTED.sub(r"“\1”", message).replace("”, “", "”、“").replace(" “", "“").replace(" (", "（").replace(")", "）").replace(": ", "：")
    )


_QUOTED: Final = re.compile(r"'([^']*)'")


def add_help(parser: argparse.ArgumentParser) -> None:
    """Give a parser its help option and Chinese headings."""
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser._positionals.title = "参数"  # noqa: SLF001  # argparse has no public way to translate its headings
    parser._optionals.title = "选项"  # noqa: SLF001
