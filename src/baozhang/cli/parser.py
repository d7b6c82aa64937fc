"""The parser of the command line: argparse that speaks Chinese."""

from __future__ import annotations

import argparse
from typing import Final, NoReturn

WRONG_USE: Final = 2
"""Exit status when the call itself is wrong."""


class Parser(argparse.ArgumentParser):
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


def add_help(parser: argparse.ArgumentParser) -> None:
    """Give a parser its help option and Chinese headings."""
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser._positionals.title = "参数"  # noqa: SLF001  # argparse has no public way to translate its headings
    parser._optionals.title = "选项"  # noqa: SLF001
