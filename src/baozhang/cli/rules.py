"""`baozhang rules`: the rules, listed or shown one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME: Final = "rules"
HELP: Final = "列出全部核对规则，或显示一条规则的依据、所需内容和查询"

_STAGES: Final = {"final": "决算", "budget": "预算", "both": "预算、决算"}
_SEVERITIES: Final = {"error": "错误", "warning": "提示", "note": "尾数与格式"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("action", nargs="?", choices=["list", "show"], default="list", help="list 列出全部，show 显示一条，默认 list")
    parser.add_argument("id", nargs="?", metavar="ID", help="规则编号，例如 TXT-002")


def run(arguments: argparse.Namespace) -> int:
    """List the rules or show one."""
    from baozhang.auditing.rule import load_rules  # noqa: PLC0415  # DuckDB is not needed to fail on a wrong call

    rules = load_rules()
    if arguments.action == "list":
        for rule in rules:
            sys.stdout.write(f"{rule.id:<9}{_SEVERITIES[str(rule.severity)]:　<6}{_STAGES[rule.applies]:　<6}{rule.title}\n")
        return 0
    named = [rule for rule in rules if rule.id == (arguments.id or "").upper()]
    if not named:
        raise UsageError(f"没有规则 {arguments.id or '（未写编号）'}。请用 baozhang rules list 查看全部规则。")
    rule = named[0]
    shown = [
        ("编号", rule.id),
        ("名称", rule.title),
        ("级别", _SEVERITIES[str(rule.severity)]),
        ("适用", _STAGES[rule.applies]),
        ("依据", rule.basis),
        ("来源", rule.source),
    ]
    for name, value in shown:
        sys.stdout.write(f"{name}　{value}\n")
    sys.stdout.write(f"\n{rule.sql.strip()}\n" if rule.identity is None else f"\n{rule.identity}\n")
    return 0
