"""`baozhang rules`: the rules, listed or shown one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from baozhang.cli.terminal import terminal_style
from baozhang.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from baozhang.auditing.rule import Rule

NAME: Final = "rules"
HELP: Final = "列出全部核对规则，或显示一条规则的依据、所需内容和查询"

_STAGES: Final = {"final": "决算", "budget": "预算", "both": "预算、决算"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("action", nargs="?", choices=["list", "show"], default="list", help="list 列出全部，show 显示一条，默认 list")
    parser.add_argument("id", nargs="?", metavar="ID", help="规则编号，例如 TXT-002")


def run(arguments: argparse.Namespace) -> int:
    """List the rules or show one."""
    from baozhang.auditing.rule import every_rule  # noqa: PLC0415  # DuckDB is not needed to fail on a wrong call

    rules = every_rule()
    if arguments.action == "list":
        sys.stdout.writelines(f"{line}\n" for line in _listed(rules))
        return 0
    named = [rule for rule in rules if rule.id == (arguments.id or "").upper()]
    if not named:
        why = f"没有规则 {arguments.id}" if arguments.id else "没有写明规则编号"
        raise UsageError(f"{why}。请用 baozhang rules list 查看全部规则。")
    sys.stdout.writelines(f"{line}\n" for line in _shown(named[0]))
    return 0


def _listed(rules: Iterable[Rule]) -> Iterator[str]:
    from baozhang.auditing.findings import SEVERITY_NAMES  # noqa: PLC0415
    from baozhang.auditing.reports.shown import hanging, padded  # noqa: PLC0415

    width, _ = terminal_style()
    for rule in rules:
        head = f"{padded(rule.id, 9)}{padded(SEVERITY_NAMES[rule.severity], 6)}{padded(_STAGES[rule.applies], 12)}"
        yield hanging(head, rule.title, width)


def _shown(rule: Rule) -> Iterator[str]:
    from baozhang.auditing.across.partners import RELATIONS  # noqa: PLC0415
    from baozhang.auditing.findings import SEVERITY_NAMES  # noqa: PLC0415
    from baozhang.auditing.reports.shown import hanging, padded  # noqa: PLC0415

    named = {"编号": rule.id, "名称": rule.title, "级别": SEVERITY_NAMES[rule.severity], "适用": _STAGES[rule.applies]}
    named |= {"比较": RELATIONS.get(rule.across, "")}
    named |= {"依据": rule.basis, "来源": rule.source, "需要": "、".join(map(_need, rule.needs))}
    if rule.identity is not None:
        named |= {
            "关系": rule.identity.formula,
            "仅当列有": "，".join(map(str, rule.identity.given)),
            "除非列有": "，".join(map(str, rule.identity.unless)),
        }
    width, _ = terminal_style()
    names = max(len(name) for name, value in named.items() if value)
    yield from (hanging(padded(name, 2 * names + 2), value, width) for name, value in named.items() if value)
    if rule.sql:
        yield f"\n{rule.sql.strip()}"


def _need(need: str) -> str:
    """A need in words, with its terms: 收入表（income）."""
    from baozhang.auditing.presence import name_of_need  # noqa: PLC0415

    return f"{name_of_need(need)}（{need}）"
